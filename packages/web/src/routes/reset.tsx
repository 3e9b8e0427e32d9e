import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute, useRouterState } from '@tanstack/react-router';
import { readMailLink } from '../app/mail-link.ts';
import { noteSignedIn } from '../app/session.ts';
import { trpc } from '../app/trpc.ts';
import { DoorForm, DoorNote, DoorPage } from '../components/door-page.tsx';
import { NewPasswordFields, problemAbove, problemAtField, useNewPassword } from '../components/new-password.tsx';

export const Route = createFileRoute('/reset')({ component: Reset });

/** The page behind the link for a new password. */
function Reset() {
  const link = readMailLink(useRouterState({ select: (state) => state.location.hash }));
  const fields = useNewPassword();
  const reset = useMutation(trpc.session.resetPassword.mutationOptions({ onSuccess: () => { noteSignedIn(false); }, onError: problemAtField(fields) }));
  const doors = [{ to: '/login', text: 'Sign in' }, { to: '/forgot', text: 'Ask for a new link' }] as const;
  if (link === null) {
    return (
      <DoorPage title="This link is not complete" doors={doors}>
        <DoorNote>Open it from the mail again, or copy all of it.</DoorNote>
      </DoorPage>
    );
  }
  if (reset.isSuccess) {
    return (
      <DoorPage title="The password is changed" doors={doors.slice(0, 1)}>
        <DoorNote>You were signed out everywhere. Sign in with the new password.</DoorNote>
      </DoorPage>
    );
  }
  return (
    <DoorPage title="Choose a new password" sub={link.email ?? undefined} doors={doors}>
      <DoorForm error={problemAbove(reset.error)} onSubmit={fields.onSubmit(({ password }) => { reset.mutate({ token: link.token, password }); })}>
        <NewPasswordFields fields={fields} email={link.email} />
        <Button type="submit" fullWidth loading={reset.isPending}>
          Change the password
        </Button>
      </DoorForm>
    </DoorPage>
  );
}
