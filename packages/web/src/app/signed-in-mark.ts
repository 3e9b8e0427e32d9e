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

export function markSignedIn(yes: boolean): void {
  try {
    if (yes) localStorage.setItem(MARK, '1');
    else localStorage.removeItem(MARK);
  } catch {
    // Without storage every visit asks the server, which is right as well.
  }
}
