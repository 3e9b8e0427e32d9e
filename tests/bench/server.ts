// The one server of a bench run: durable settings, a data directory of its own, gone at the end.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@callgres/db/embedded';
import { migrateInChild } from '@callgres/db/migrate';
import pg from 'pg';

// Written down with the figures: what a commit costs is decided here.
const SETTINGS = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', shared_buffers: '1GB', max_wal_size: '8GB', checkpoint_timeout: '30min', autovacuum: 'on', jit: 'off' };

export interface BenchServer extends AsyncDisposable {
  version: string;
  settings: Readonly<Record<string, string>>;
  /** A fresh migrated database, filled by a seed of tests/bench/sql; connections to it are made by open(). */
  database: (seed: string, variables: Readonly<Record<string, number>>) => Promise<BenchDatabase>;
}

export interface BenchDatabase extends AsyncDisposable {
  url: string;
  /** A connection as superuser; a bench switches triggers off on some of them. */
  open: () => Promise<pg.Client>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callgres-bench-'));
  await chmod(dataDir, 0o711); // as root the server runs as another account, which must get in
  const password = randomBytes(12).toString('hex');
  const cluster = await startPostgres({ dataDir: join(dataDir, 'pg'), password, settings: SETTINGS });
  let count = 0;
  return {
    version: cluster.version,
    settings: SETTINGS,
    database: async (seed, variables) => {
      const name = `bench_${++count}`;
      const url = cluster.url(name);
      await once(cluster.url('postgres'), `create database ${name}`);
      await migrateInChild(url, { current: true });
      await once(url, await readSql(seed, variables));
      await once(url, 'vacuum analyze');
      const clients: pg.Client[] = [];
      return {
        url,
        open: async () => {
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          clients.push(client);
          return client;
        },
        [Symbol.asyncDispose]: async () => {
          await Promise.all(clients.map((client) => client.end()));
          await once(cluster.url('postgres'), `drop database ${name} with (force)`);
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      await cluster.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A file of tests/bench/sql with its $VARIABLES filled in; only numbers go there. */
export async function readSql(name: string, variables: Readonly<Record<string, number>> = {}): Promise<string> {
  const text = await readFile(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
  return text.replaceAll(/\$([A-Z]+)/g, (found, key: string) => (key in variables ? String(variables[key]) : found));
}

async function once(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

/** Milliseconds of one small committed write: the price of durability on this disk, printed beside every figure. */
export async function measureCommit(client: pg.Client, forMs = 1000): Promise<number> {
  await client.query('create temporary table if not exists commits (n integer)');
  await client.query('create table if not exists public.bench_commits (n integer)');
  const began = performance.now();
  let commits = 0;
  while (performance.now() - began < forMs) {
    await client.query('insert into public.bench_commits values (1)');
    commits++;
  }
  await client.query('drop table public.bench_commits');
  return (performance.now() - began) / commits;
}
