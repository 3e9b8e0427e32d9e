// Which operating-system account runs PostgreSQL, and whether it can reach the files it needs.
//
// Root may not run initdb or postgres: both refuse. So root runs them as `postgres`, else as `nobody`
// (initdb wants a uid that has a passwd entry). Everybody else runs them as themselves.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlainError } from '@callgres/shared/plain-error';

/** An account that is not our own. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

function numberOf(flag: '-u' | '-g', name: string): number | undefined {
  const found = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return found.status === 0 ? Number(found.stdout) : undefined;
}

/** The account to run PostgreSQL as, or undefined when it is our own. Throws when we are root and none exists. */
export function accountForPostgres(candidates: readonly string[] = CANDIDATES): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of candidates) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  throw new PlainError(
    `PostgreSQL refuses to run as root and there is no account ${candidates.join(' or ')} to run it as; ` +
      'create one (useradd --system postgres) or set DATABASE_URL to a server of your own.',
  );
}

/** Creates a directory with its parents; those it creates can be traversed (not listed) by other accounts. */
export function makeTraversable(directory: string): void {
  const first = mkdirSync(directory, { recursive: true });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o711);
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...parentsOf(parent), parent];
}

/**
 * Throws unless the account can enter every directory above each path. A home directory of mode 700 is the
 * usual obstacle: root sees nothing wrong and PostgreSQL would only say "permission denied".
 */
export function requireTraversable(account: Account | undefined, paths: readonly string[]): void {
  if (!account) return;
  const directories = [...new Set(paths.flatMap(parentsOf))];
  const script = 'for directory; do [ -x "$directory" ] || { printf %s "$directory"; exit 1; }; done';
  const tried = spawnSync('/bin/sh', ['-c', script, 'sh', ...directories], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    encoding: 'utf8',
  });
  if (tried.status === 0) return;
  const mode = (statSync(tried.stdout).mode & 0o777).toString(8);
  throw new PlainError(
    `PostgreSQL runs as the account ${account.name} here, which may not enter ${tried.stdout} (mode ${mode}); ` +
      `allow it (chmod o+x ${tried.stdout}), move the project, or work as an ordinary user instead of root.`,
  );
}
