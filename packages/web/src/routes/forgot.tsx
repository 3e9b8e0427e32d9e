import { Button, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { trpc } from '../app/trpc.ts';
import { DoorForm, DoorNote, DoorPage } from '../components/door-page.tsx';

export const Route = createFileRoute('/forgot')({ component: Forgot });

const form = z.object({ email: z.email('Write the e-mail address of your account.') });

function Forgot() {
  const fields = useForm({ mode: 'uncontrolled', initialValues: { email: '' }, validate: schemaResolver(form, { sync: true }) });
  const ask = useMutation(trpc.session.forgotPassword.mutationOptions());
  const doors = [{ to: '/login', text: 'Sign in' }, { to: '/register', text: 'Open an account' }] as const;
  if (ask.isSuccess) {
    return (
      <DoorPage title="Look into your mailbox" doors={doors}>
        <DoorNote>If {ask.variables.email} has an account, a mail with a link is on its way; it works for half an hour.</DoorNote>
      </DoorPage>
    );
  }
  return (
    <DoorPage title="A new password" sub="We mail you a link with which you choose it." doors={doors}>
      <DoorForm error={ask.error} onSubmit={fields.onSubmit((values) => { ask.mutate(values); })}>
        <TextInput label="E-mail" type="email" autoComplete="username" autoFocus key={fields.key('email')} {...fields.getInputProps('email')} />
        <Button type="submit" fullWidth loading={ask.isPending}>
          Send me a link
        </Button>
      </DoorForm>
    </DoorPage>
  );
}
