// The only door to the server. Types come from the API as types alone: no line of it is in the bundle.
import type { AppRouter } from '@callgres/api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, loggerLink, splitLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { isSignedOut, needsPassword, readProblem } from './problem.ts';
import { renewSession } from './renewal.ts';
import { noteServerDate } from './server-clock.ts';
import { wasSignedIn } from './signed-in-mark.ts';

const SECOND = 1000;

/** Set by main.tsx; called when the server says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

/** Set by the shell; called when the server wants the password again. */
let onPasswordNeeded: () => void = () => undefined;
export function whenPasswordNeeded(callback: () => void): void {
  onPasswordNeeded = callback;
}

const noteSignedOut = (error: unknown): void => {
  if (isSignedOut(error)) onSignedOut();
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignedOut }),
  mutationCache: new MutationCache({
    onError: (error) => {
      noteSignedOut(error);
      if (needsPassword(error)) onPasswordNeeded();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15 * SECOND,
      // A refusal (4xx) is an answer; only what may have been bad luck is asked again.
      retry: (failures, error) => failures < 2 && (readProblem(error).status ?? 500) >= 500,
    },
  },
});

/** Every answer carries the server's clock, which the running call clocks need. */
const fetchAndNoteDate: typeof fetch = async (input, init) => {
  const sentAt = Date.now();
  const response = await fetch(input, init);
  noteServerDate(response.headers.get('date'), sentAt, Date.now());
  return response;
};

/** A request that was refused for want of a session changed nothing, so it is sent again once the session is renewed. */
const fetchAndRenew: typeof fetch = async (input, init) => {
  const sentAt = Date.now();
  const response = await fetchAndNoteDate(input, init);
  if (response.status !== 401 || !wasSignedIn()) return response;
  return (await renewSession(sentAt)) ? fetchAndNoteDate(input, init) : response;
};

export const trpcClient = createTRPCClient<AppRouter>({
  links: [
    loggerLink({ enabled: () => import.meta.env.DEV }),
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url: '/trpc' }),
      false: httpBatchLink({
        url: '/trpc',
        maxItems: 10,
        maxURLLength: 8000,
        headers: { 'x-callgres': '1' },
        fetch: fetchAndRenew as never,
      }),
    }),
  ],
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client: trpcClient, queryClient });
