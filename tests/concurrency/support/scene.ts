// A test database with open connections, and what races need: a common start and a look at who waits for whom.
import pg from 'pg';
import { type Stage, configured, count } from '../../support/cast.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

export interface Scene extends Stage {
  db: TestDatabase;
  sql: pg.Client;
  api: pg.Client;
  worker: pg.Client;
  /** May replace whatever the migrations made: for test-only objects and for controls. */
  migrator: pg.Client;
  /** Another connection, closed with the scene. */
  connect(url: string): Promise<pg.Client>;
  /** Several of them. */
  crowd(url: string, size: number): Promise<pg.Client[]>;
  end(): Promise<void>;
}

/**
 * A scene whose claims are not slowed down: the create rate, which would stretch thousands of claims over minutes, is
 * lifted, and a deadlock is found after 100 ms where the server is ours to configure.
 */
export async function aScene(settings: Readonly<Record<string, number>> = {}): Promise<Scene> {
  const db = await testDatabase();
  const open: pg.Client[] = [];
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    open.push(client);
    await client.connect();
    return client;
  };
  if (db.superuserUrl !== undefined) {
    const superuser = await connect(db.superuserUrl);
    await superuser.query(`alter database ${db.name} set deadlock_timeout = '100ms'`);
  }
  const sql = await connect(db.definerUrl);
  const migrator = await connect(db.ownerUrl);
  await migrator.query('set role app_migrator');
  await configured(sql, { 'dial.rate_per_second': 0, ...settings });
  return {
    db,
    sql,
    api: await connect(db.apiUrl),
    worker: await connect(db.workerUrl),
    migrator,
    connect,
    crowd: (url, size) => Promise.all(Array.from({ length: size }, () => connect(url))),
    end: async () => {
      await Promise.all(open.map((client) => client.end()));
      await db.drop();
    },
  };
}

/** Takes everybody off the scene, with all they have. */
export async function clear({ migrator }: Pick<Scene, 'migrator'>): Promise<void> {
  await migrator.query('delete from public.users');
  await migrator.query('delete from public.provider_breakers');
}

/** Starts all at once: each has done its first round trip before any of them goes on. */
export async function together<T>(clients: readonly pg.Client[], work: (client: pg.Client, index: number) => Promise<T>): Promise<T[]> {
  await Promise.all(clients.map((client) => client.query('select')));
  return Promise.all(clients.map(work));
}

export const backendOf = (client: pg.Client): Promise<number> => count(client, 'select pg_backend_pid()');

/** Returns once a backend waits for a lock; fails when it does not within ten seconds. */
export async function untilItWaits(observer: pg.Client, backend: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await count(observer, 'select count(*) from pg_locks l where l.pid = $1 and not l.granted', [backend])) === 0)
    if (Date.now() > deadline) throw new Error('nobody waited for a lock');
}

/** Errors by code, for runs in which every error is a finding. */
export class Faults {
  readonly found: Record<string, number> = {};

  async none<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      const { code, message, where, detail } = error as { code?: string; message: string; where?: string; detail?: string };
      const key = [code, message, detail, where].filter(Boolean).join(' | ');
      this.found[key] = (this.found[key] ?? 0) + 1;
      return undefined;
    }
  }
}

/** Deadlocks the server has counted in this database. */
export const deadlocks = (sql: pg.Client): Promise<number> =>
  count(sql, 'select s.deadlocks from pg_stat_database s where s.datname = current_database()');

/** Claims as a worker does; returns the ids of the attempts. */
export async function claim(worker: pg.Client, owner: string, want = 50): Promise<string[]> {
  const { rows } = await worker.query<{ attempt_id: string }>('select attempt_id from public.claim_calls($1, $2)', [owner, want]);
  return rows.map((row) => row.attempt_id);
}

/** The agent (its id at the provider) that may now call, or nothing when the attempt may not be sent. */
export async function passFence(worker: pg.Client, owner: string, attempt: string): Promise<string | undefined> {
  const { rows } = await worker.query<{ bolna_agent_id: string }>('select f.bolna_agent_id from public.fence_attempt($1, $2) f', [attempt, owner]);
  return rows[0]?.bolna_agent_id;
}

export const fence = async (worker: pg.Client, owner: string, attempt: string): Promise<boolean> => (await passFence(worker, owner, attempt)) !== undefined;

/** The provider's answer to a dial: the state that the attempt is in after it. */
export async function answer(worker: pg.Client, owner: string, attempt: string, httpStatus: number, execution: string | null = null): Promise<string> {
  const { rows } = await worker.query<{ state: string }>(
    'select public.record_dial_answer($1, $2, $3, p_execution_id => $4) as state',
    [attempt, owner, httpStatus, execution],
  );
  return rows[0]?.state ?? '';
}
