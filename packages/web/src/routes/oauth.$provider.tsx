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
  return Route.useParams().provider === 'google_calendar' ? <FromCalendar /> : <FromProvider />;
}

/** The same for a calendar, to which only somebody who is signed in can have gone. */
function FromCalendar() {
  const router = useRouter();
  const asked = useRef(false);
  const finish = useMutation(
    trpc.calendar.finish.mutationOptions({
      onSuccess: () => {
        tellDone('The calendar is connected', 'New meetings stand in it from now on.');
        router.history.replace(returnPath());
      },
    }),
  );
  const { mutate } = finish;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate({ query: sentBack });
  }, [mutate]);
  if (finish.error !== null) {
    return (
      <DoorPage title="Not connected" doors={[{ to: '/settings/integrations', text: 'Back to integrations' }]}>
        <DoorNote>{readProblem(finish.error).hint}</DoorNote>
      </DoorPage>
    );
  }
  return (
    <DoorPage title="One moment">
      <Loader size="sm" aria-label="Asking for the calendar" />
    </DoorPage>
  );
}

function FromProvider() {
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
