import { Button, PasswordInput, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute, useRouter } from '@tanstack/react-router';
import { z } from 'zod';
import { isOwnPath, noteSignedIn } from '../app/session.ts';
import { trpc } from '../app/trpc.ts';
import { DoorForm, DoorPage } from '../components/door-page.tsx';
import { IdentityButtons } from '../components/identity-buttons.tsx';

const searchSchema = z.object({ redirect: z.string().optional().catch(undefined) });

export const Route = createFileRoute('/login')({ validateSearch: searchSchema, component: Login });

const form = z.object({
  email: z.email('Write the e-mail address of your account.'),
  password: z.string().min(1, 'Write your password.'),
});

function Login() {
  const router = useRouter();
  const { redirect = '/' } = Route.useSearch();
  const fields = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: schemaResolver(form, { sync: true }),
  });
  const signIn = useMutation(
    trpc.session.signIn.mutationOptions({
      onSuccess: () => {
        noteSignedIn(true);
        router.history.push(isOwnPath(redirect) ? redirect : '/');
      },
    }),
  );

  return (
    <DoorPage title="Sign in" doors={[{ to: '/forgot', text: 'Forgot the password?' }, { to: '/register', text: 'Open an account' }]}>
      <DoorForm error={signIn.error} onSubmit={fields.onSubmit((values) => { signIn.mutate(values); })}>
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
      </DoorForm>
      <IdentityButtons returnTo={redirect} />
    </DoorPage>
  );
}
