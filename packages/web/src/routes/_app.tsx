// Everything behind signing in. The guard is a courtesy: what a person may see, SQL decides at every call.
import { createFileRoute, redirect } from '@tanstack/react-router';
import { isSignedOut } from '../app/problem.ts';
import { noteSignedIn, wasSignedIn } from '../app/session.ts';
import { Shell } from '../shell/shell.tsx';

const MINUTE_MS = 60_000;

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ context, location }) => {
    const toLogin = () => redirect({ to: '/login', search: { redirect: location.href }, throw: true });
    if (!wasSignedIn()) toLogin();
    try {
      await context.queryClient.query({ ...context.trpc.session.me.queryOptions(), staleTime: MINUTE_MS });
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      noteSignedIn(false);
      toLogin();
    }
  },
  component: Shell,
});
