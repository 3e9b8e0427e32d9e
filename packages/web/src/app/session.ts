import { useSuspenseQuery } from '@tanstack/react-query';
import type { Me } from './rows.ts';
import { queryClient, trpc } from './trpc.ts';

// Whether signing in was done in this browser. It opens nothing (the cookie does, and scripts cannot see it); it only
// spares a first visitor a request that can but be refused.
const MARK = 'callgres.signed-in';

export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}

export function noteSignedIn(yes: boolean): void {
  try {
    if (yes) localStorage.setItem(MARK, '1');
    else localStorage.removeItem(MARK);
  } catch {
    // Without storage every visit asks the server, which is right as well.
  }
  if (!yes) queryClient.clear();
}

/** The person signed in. Pages under the signed-in layout have it loaded before they render. */
export const useMe = (): Me => useSuspenseQuery(trpc.session.me.queryOptions()).data;

/** Only a path of ours may be returned to after signing in: "//elsewhere" is another site. */
export const isOwnPath = (path: string): boolean => /^\/(?!\/)/.test(path) && !path.includes('\\');
