import { useSuspenseQuery } from '@tanstack/react-query';
import type { Me } from './rows.ts';
import { markSignedIn } from './signed-in-mark.ts';
import { queryClient, trpc } from './trpc.ts';

export { wasSignedIn } from './signed-in-mark.ts';

export function noteSignedIn(yes: boolean): void {
  markSignedIn(yes);
  if (!yes) queryClient.clear();
}

/** The person signed in. Pages under the signed-in layout have it loaded before they render. */
export const useMe = (): Me => useSuspenseQuery(trpc.session.me.queryOptions()).data;

/** Asks anew who is signed in: a renewal or the end of a view may have changed it. */
export const askWhoIAm = (): void => void queryClient.invalidateQueries(trpc.session.me.queryFilter());

/** Only a path of ours may be returned to after signing in: "//elsewhere" is another site. */
export const isOwnPath = (path: string): boolean => /^\/(?!\/)/.test(path) && !path.includes('\\');

/** Whether to show what administrators have. A courtesy: each of their procedures asks for the role itself. */
export const isAdministrator = (me: Me): boolean => me.role === 'admin' || me.role === 'super_admin';
