// A session proves itself for an hour and is then renewed, unseen. All tabs share its cookies, so one of them asks at a
// time; the others find the newer cookies in place.
import { useEffect } from 'react';
import { serverNow } from './server-clock.ts';

const LOCK = 'callgres.renewal';
/** When one of the tabs renewed it: what was refused before that needs no other renewal. */
const DONE = 'callgres.renewed-at';
/** Before the end, so that no request and no live stream is refused in between. */
const AHEAD_MS = 120_000;
const LEAST_MS = 5000;

const renewedSince = (instant: number): boolean => {
  try {
    return Number(localStorage.getItem(DONE)) > instant;
  } catch {
    return false;
  }
};

async function ask(): Promise<boolean> {
  const response = await fetch('/trpc/session.renew', { method: 'POST', headers: { 'content-type': 'application/json', 'x-callgres': '1' }, body: '{}' });
  if (!response.ok) return false;
  try {
    localStorage.setItem(DONE, String(Date.now()));
  } catch {
    // Then each tab asks for itself.
  }
  return true;
}

let asking: Promise<boolean> | undefined;

/**
 * Renews the session; false when it is over. However many ask, in however many tabs, one request is made.
 * @param needed when it turned out to be necessary, ms since 1970
 */
export function renewSession(needed: number): Promise<boolean> {
  asking ??= navigator.locks
    .request(LOCK, () => renewedSince(needed) || ask())
    .catch(() => false)
    .finally(() => { asking = undefined; });
  return asking;
}

/**
 * Renews the session before it ends, as long as the page is open.
 * @param expiresAt when it ends, ISO
 * @param onRenewed asks anew when that is
 */
export function useRenewal(expiresAt: string, onRenewed: () => void): void {
  useEffect(() => {
    const left = Date.parse(expiresAt) - serverNow();
    const timer = setTimeout(() => {
      void renewSession(Date.now()).then(onRenewed);
    }, Math.max(LEAST_MS, left - AHEAD_MS));
    return () => { clearTimeout(timer); };
  }, [expiresAt, onRenewed]);
}
