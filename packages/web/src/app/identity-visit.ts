// Going to an identity provider and coming back. Where to go on is kept by this tab: what the provider sends back says
// nothing about it, so nobody can make it lead elsewhere.
import { isOwnPath } from './session.ts';

/**
 * What the provider sent, in the browser's own words and read before the router sees them: it takes values that look like
 * numbers for numbers, and a code of digits would come out as another one.
 */
export const sentBack = window.location.search.slice(1);

const KEY = 'callgres.return-to';

export function leaveFor(url: string, returnTo: string): void {
  try {
    sessionStorage.setItem(KEY, returnTo);
  } catch {
    // Then it goes on at the first page.
  }
  window.location.assign(url);
}

/** The path to go on at. */
export function returnPath(): string {
  try {
    const path = sessionStorage.getItem(KEY) ?? '/';
    sessionStorage.removeItem(KEY);
    return isOwnPath(path) ? path : '/';
  } catch {
    return '/';
  }
}
