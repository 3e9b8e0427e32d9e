import { Alert, Box, Button, Center, Paper, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute, useRouter } from '@tanstack/react-router';
import { z } from 'zod';
import { readProblem } from '../app/problem.ts';
import { isOwnPath, noteSignedIn } from '../app/session.ts';
import { trpc } from '../app/trpc.ts';
import { PageHead } from '../components/page-head.tsx';
import { Logo } from '../shell/logo.tsx';

const searchSchema = z.object({ redirect: z.string().optional().catch(undefined) });

export const Route = createFileRoute('/login')({ validateSearch: searchSchema, component: Login });

const form = z.object({
  email: z.email('Write the e-mail address of your account.'),
  password: z.string().min(1, 'Write your password.'),
});

function Login() {
  const router = useRouter();
  const { redirect = '/campaigns' } = Route.useSearch();
  const fields = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: schemaResolver(form, { sync: true }),
  });
  const signIn = useMutation(
    trpc.session.signIn.mutationOptions({
      onSuccess: () => {
        noteSignedIn(true);
        router.history.push(isOwnPath(redirect) ? redirect : '/campaigns');
      },
    }),
  );

  return (
    <Center component="main" mih="100dvh" p="md">
      <Box w="100%" maw={360}>
        <Box mb="lg">
          <Logo />
        </Box>
        <Paper withBorder p="lg" radius="md" bg="var(--callgres-panel)">
          <PageHead title="Sign in" />
          <form
            noValidate
            onSubmit={fields.onSubmit((values) => {
              signIn.mutate(values);
            })}
          >
            <Stack>
              {signIn.error && (
                <Alert color="red" variant="light" role="alert">
                  <Text size="sm">{readProblem(signIn.error).hint}</Text>
                </Alert>
              )}
              <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...fields.getInputProps('email')} key={fields.key('email')} />
              <PasswordInput
                label="Password"
                autoComplete="current-password"
                visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
                {...fields.getInputProps('password')}
                key={fields.key('password')}
              />
              <Button type="submit" fullWidth loading={signIn.isPending}>
                Sign in
              </Button>
            </Stack>
          </form>
        </Paper>
      </Box>
    </Center>
  );
}
