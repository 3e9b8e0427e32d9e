import { Loader } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { returnPath, sentBack } from '../app/identity-visit.ts';
import { readProblem, tellDone } from '../app/problem.ts';
import { noteSignedIn } from '../app/session.ts';
import { queryClient, trpc } from '../app/trpc.ts';
import { DoorNote, DoorPage } from '../components/door-page.tsx';

const providerSchema = z.enum(['google', 'linkedin', 'github']);

export const Route = createFileRoute('/oauth/$provider')({ component: ComingBack });

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Where an identity provider sends people back to. What it sent is good once, so it is asked about once. */
function ComingBack() {
  const router = useRouter();
  const provider = providerSchema.safeParse(Route.useParams().provider);
  const asked = useRef(false);
  const finish = useMutation(
    trpc.identities.finish.mutationOptions({
      onSuccess: ({ connected }) => {
        if (connected) {
          tellDone('The account is connected', 'You can sign in with it from now on.');
          void queryClient.invalidateQueries(trpc.identities.pathFilter());
        } else {
          queryClient.clear();
          noteSignedIn(true);
        }
        router.history.replace(returnPath());
      },
    }),
  );
  const { mutate } = finish;
  const known = provider.success ? provider.data : null;
  useEffect(() => {
    if (asked.current || known === null) return;
    asked.current = true;
    mutate({ provider: known, query: sentBack, location: here() });
  }, [known, mutate]);

  if (known === null || finish.error !== null) {
    const hint = known === null ? 'This address is not complete.' : readProblem(finish.error).hint;
    return (
      <DoorPage title="Not signed in" doors={[{ to: '/login', text: 'Sign in another way' }, { to: '/register', text: 'Open an account' }]}>
        <DoorNote>{hint}</DoorNote>
      </DoorPage>
    );
  }
  return (
    <DoorPage title="One moment">
      <Loader size="sm" aria-label="Asking who you are" />
    </DoorPage>
  );
}
