// Runs PostgreSQL from its bare binaries: by default those of version 18 that come with the npm install, by
// `binDir` any other. Two kinds of cluster:
//  - durable: a given directory and port, password required, kept between runs;
//  - throw-away: a temporary directory, a free port, no password, no fsync, removed at stop.
// Both listen on 127.0.0.1 only and have no Unix socket.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PlainError } from '@callgres/shared/plain-error';
import pg from 'pg';
import { type Account, accountForPostgres, makeTraversable, requireTraversable } from './account.ts';
import { type Binaries, findBinaries, newCluster, serverEnvironment, throwAwayDirectory } from './embedded-files.ts';

const SUPERUSER = 'postgres';
const FULL_DISK = /No space left on device|Disk quota exceeded/;

export interface StartOptions {
  /** Directory of a durable cluster; created when it is missing. Without it the cluster is a throw-away. */
  dataDir?: string;
  /** TCP port on 127.0.0.1; a free one by default. */
  port?: number;
  /** Password of the superuser. Required for a durable cluster (kept by the caller), unused by a throw-away. */
  password?: string;
  /** Directory with `initdb` and `postgres` of another version, e.g. /usr/lib/postgresql/15/bin. */
  binDir?: string;
  /** Further server settings; they win over ours. */
  settings?: Readonly<Record<string, string>>;
  /** Receives the server's log, line by line. */
  log?: (line: string) => void;
}

export interface Cluster {
  /** Connection string of a database of this cluster; by default `postgres` as the superuser. */
  url: (database?: string, user?: string, password?: string) => string;
  port: number;
  dataDir: string;
  /** As the server says it, e.g. "18.4". */
  version: string;
  /** Process id of the postmaster. */
  pid: number;
  /** True when a server was found running in this directory: it is used, and stop() leaves it alone. */
  reused: boolean;
  /** Settles when the server process has ended, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown; `immediate` simulates a crash (recovery at the next start). Removes a throw-away's files. */
  stop: (how?: 'fast' | 'immediate') => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
}

const COMMON: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_preload_libraries: 'pg_stat_statements',
};
const DURABLE: Record<string, string> = { password_encryption: 'scram-sha-256', max_connections: '100', log_lock_waits: 'on' };
// Nothing here must survive a power cut, and tests decide themselves when statistics are gathered.
const THROW_AWAY: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  autovacuum: 'off',
};

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { done(typeof address === 'object' && address ? address.port : 0); });
    });
  });

/** Whether a program of ours could listen on this port of 127.0.0.1 now. */
export const portIsFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.on('error', () => { done(false); });
    server.listen(port, host, () => server.close(() => { done(true); }));
  });

/** The server's version when it answers, undefined when it does not (yet); a refused password is an error. */
async function versionOf(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // the server may vanish while we ask
  try {
    await client.connect();
    const result = await client.query<{ server_version: string }>('show server_version');
    return result.rows[0]?.server_version.split(' ')[0];
  } catch (error) {
    if ((error as { code?: string }).code === '28P01')
      throw new PlainError('The database in the data directory has another password than the stored one; start again with --reset.');
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Process and port of the server that runs in a data directory, if its lock file names a living one. */
export function runningIn(dataDir: string): { pid: number; port: number } | undefined {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPERM') return undefined;
  }
  return { pid, port: Number(lines[3]) };
}

interface Launch {
  binaries: Binaries;
  account: Account | undefined;
  dataDir: string;
  port: number;
  settings: Record<string, string>;
  log: ((line: string) => void) | undefined;
}

/**
 * Starts the server process. It gets a process group of its own, so that Ctrl-C reaches our programs only and
 * they still have a database to report to while they end; `--pdeathsig` has the kernel stop it when we die
 * without a word.
 */
function launch(how: Launch): { child: ChildProcess; tail: () => string } {
  const flags = ['-D', how.dataDir, '-p', String(how.port), ...Object.entries(how.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const setpriv = how.binaries.setpriv;
  const switched = how.account ? [`--reuid=${how.account.uid}`, `--regid=${how.account.gid}`, '--clear-groups'] : [];
  const [command, args] = setpriv
    ? [setpriv, [...switched, '--pdeathsig=INT', '--', how.binaries.postgres, ...flags]]
    : [how.binaries.postgres, flags];
  const owner = how.account && !setpriv ? { uid: how.account.uid, gid: how.account.gid } : {};
  const child = spawn(command, args, { ...owner, cwd: '/', env: serverEnvironment(), detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let kept = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    kept = (kept + chunk).slice(-4000);
    for (const line of chunk.trimEnd().split('\n')) how.log?.(line);
  });
  return { child, tail: () => kept };
}

/** What to tell the person when the server ended before it answered. */
function reasonOfDeath(tail: string, dataDir: string, port: number): Error {
  if (FULL_DISK.test(tail)) return new PlainError(`PostgreSQL could not start because the disk that holds ${dataDir} is full.`);
  if (/Address already in use|could not create any TCP\/IP sockets/.test(tail)) return portTaken(port);
  return new Error(`PostgreSQL did not start in ${dataDir}:\n${tail}`);
}

const portTaken = (port: number): PlainError =>
  new PlainError(`Port ${port}, meant for PostgreSQL, is taken by another program; stop it or set PGPORT to another port.`);

/** Polls until the server answers. A crashed cluster may recover for a while, so the limit is generous. */
async function untilAnswering(url: string, child: ChildProcess, failure: () => Error): Promise<string> {
  let broken: Error | undefined;
  child.once('error', (error) => { broken = error; });
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (broken) throw broken;
    if (child.exitCode !== null || child.signalCode !== null) throw failure();
    const version = await versionOf(url);
    if (version !== undefined) return version;
    await pause(25);
  }
  throw failure();
}

async function signalAndWait(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  // A fast shutdown waits for nobody but a checkpoint; after half a minute a crash is the better end.
  const timer = setTimeout(() => child.kill('SIGQUIT'), 30_000);
  await ended;
  clearTimeout(timer);
}

/** Starts PostgreSQL and returns once it answers. Every foreseeable obstacle is a PlainError. */
export async function startPostgres(options: StartOptions = {}): Promise<Cluster> {
  const throwAway = options.dataDir === undefined;
  const binaries = await findBinaries(options.binDir);
  const account = accountForPostgres();
  const password = throwAway ? undefined : options.password;
  if (!throwAway && !password) throw new PlainError('A durable PostgreSQL needs a password for its superuser.');
  const root = options.dataDir === undefined ? throwAwayDirectory() : { path: resolve(options.dataDir), remove: () => undefined };
  const dataDir = throwAway ? join(root.path, 'data') : root.path;
  const urlAt = (at: number) => (database = 'postgres', user = SUPERUSER, secret = user === SUPERUSER ? password : undefined): string =>
    `postgres://${user}${secret ? `:${encodeURIComponent(secret)}` : ''}@127.0.0.1:${at}/${encodeURIComponent(database)}`;

  const running = runningIn(dataDir);
  if (running) {
    const version = await versionOf(urlAt(running.port)());
    if (version !== undefined) {
      const stop = (): Promise<void> => Promise.resolve();
      return { url: urlAt(running.port), port: running.port, dataDir, version, pid: running.pid, reused: true, ended: new Promise(() => undefined), stop, [Symbol.asyncDispose]: stop };
    }
  }

  const port = options.port ?? (await freePort());
  try {
    if (!(await portIsFree(port))) throw portTaken(port);
    makeTraversable(dirname(dataDir));
    requireTraversable(account, [dataDir, binaries.postgres]);
    await newCluster({ dataDir, binaries, account, password });
    const settings = { ...COMMON, ...(throwAway ? THROW_AWAY : DURABLE), ...options.settings };
    const { child, tail } = launch({ binaries, account, dataDir, port, settings, log: options.log });
    const ended = new Promise<void>((done) => { child.once('exit', () => { done(); }); child.once('error', () => { done(); }); });
    const atExit = (): void => {
      child.kill(throwAway ? 'SIGQUIT' : 'SIGINT');
      root.remove();
    };
    process.once('exit', atExit);
    const stop = async (how: 'fast' | 'immediate' = 'fast'): Promise<void> => {
      await signalAndWait(child, ended, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      process.off('exit', atExit);
      root.remove();
    };
    try {
      const version = await untilAnswering(urlAt(port)(), child, () => reasonOfDeath(tail(), dataDir, port));
      return { url: urlAt(port), port, dataDir, version, pid: child.pid ?? 0, reused: false, ended, stop, [Symbol.asyncDispose]: () => stop() };
    } catch (error) {
      await stop('immediate');
      throw error;
    }
  } catch (error) {
    root.remove();
    throw error;
  }
}
