import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute, useRouter, useRouterState } from '@tanstack/react-router';
import { readMailLink } from '../app/mail-link.ts';
import { noteSignedIn } from '../app/session.ts';
import { trpc } from '../app/trpc.ts';
import { DoorForm, DoorNote, DoorPage } from '../components/door-page.tsx';
import { NewPasswordFields, problemAbove, problemAtField, useNewPassword } from '../components/new-password.tsx';

export const Route = createFileRoute('/welcome')({ component: Welcome });

/** The page behind the link of a registration: the mailbox is proven, so the password is chosen here and not before. */
function Welcome() {
  const router = useRouter();
  const link = readMailLink(useRouterState({ select: (state) => state.location.hash }));
  const fields = useNewPassword();
  const finish = useMutation(
    trpc.session.finishRegistration.mutationOptions({
      onSuccess: () => {
        noteSignedIn(true);
        router.history.replace('/');
      },
      onError: problemAtField(fields),
    }),
  );
  const doors = [{ to: '/register', text: 'Ask for a new link' }, { to: '/login', text: 'Sign in' }] as const;
  if (link === null) {
    return (
      <DoorPage title="This link is not complete" doors={doors}>
        <DoorNote>Open it from the mail again, or copy all of it.</DoorNote>
      </DoorPage>
    );
  }
  return (
    <DoorPage title="Choose a password" sub={link.email ?? undefined} doors={doors}>
      <DoorForm error={problemAbove(finish.error)} onSubmit={fields.onSubmit(({ password }) => { finish.mutate({ token: link.token, password }); })}>
        <NewPasswordFields fields={fields} email={link.email} />
        <Button type="submit" fullWidth loading={finish.isPending}>
          Open the account
        </Button>
      </DoorForm>
    </DoorPage>
  );
}
