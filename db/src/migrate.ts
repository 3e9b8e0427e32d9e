// Brings a database to the current schema: roles, our migrations, graphile-worker's own, the list of what ran.
// Repeating it changes nothing.
//
// It is a program, and others run it as one (migrateInChild): graphile-migrate keeps a pool for 200 ms after it
// is done and ends the whole process when an idle connection of it is cut.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import graphileMigrate from 'graphile-migrate';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { MIGRATIONS, migrateSettings } from './migration-folder.ts';
import { type RolePasswords, ensureRoles } from './roles.ts';

export interface MigrateOptions extends RolePasswords {
  /** Run what is being written (migrations/current) after the committed migrations: development and tests. */
  current?: boolean | undefined;
  /** Another folder of migrations than the project's. */
  migrationsFolder?: string | undefined;
}

/** One connection for a piece of work. */
async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same database, with everything done as another role from the first statement on. */
function actingAs(role: string, connectionString: string): string {
  const url = new URL(connectionString);
  url.searchParams.set('options', [url.searchParams.get('options'), `-c role=${role}`].filter(Boolean).join(' '));
  return url.href;
}

// Any number will do, as long as nobody else takes it.
const MIGRATION_LOCK = 4_611_686_018;

/**
 * Two starters may migrate one database at once. The second waits here for the first and then finds nothing to
 * do; without this, graphile-migrate refuses it, and one could take the right to create from under the other.
 */
async function inTurn<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  return withClient(connectionString, async (client) => {
    await client.query("set lock_timeout = '5min'");
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return work(); // the lock ends with the connection
  });
}

/**
 * graphile-worker begins with `create schema if not exists`, which wants the right to create even when the
 * schema is there. app_worker has that right for this moment only.
 */
async function migrateWorker(connectionString: string): Promise<void> {
  const grantable = await withClient(connectionString, async (client) => {
    const found = await client.query<{ installed: boolean; database: string }>(
      "select to_regclass('graphile_worker.migrations') is not null as installed, quote_ident(current_database()) as database",
    );
    const row = found.rows[0];
    if (!row || row.installed) return undefined;
    await client.query(`grant create on database ${row.database} to app_worker`);
    return row.database;
  });
  try {
    const logger = new Logger(() => (level, message) => { if (level === 'error') process.stderr.write(`${message}\n`); });
    await runMigrations({ connectionString: actingAs('app_worker', connectionString), logger });
  } finally {
    if (grantable !== undefined) await withClient(connectionString, (client) => client.query(`revoke create on database ${grantable} from app_worker`));
  }
}

/**
 * Copies what graphile-migrate has run into the table public.migrations of the reference, which some migration
 * creates. Forced row security blinds the owner, so then the definer writes.
 */
async function listWhatRan(client: pg.Client): Promise<void> {
  const table = await client.query<{ forced: boolean }>(
    "select c.relforcerowsecurity as forced from pg_class c where c.oid = to_regclass('public.migrations')",
  );
  const row = table.rows[0];
  if (!row) return;
  await client.query('begin');
  await client.query('set local role app_owner');
  const ran = await client.query<{ files: string }>(
    "select coalesce(json_agg(json_build_object('name', m.filename, 'executed_at', m.date) order by m.filename), '[]')::text as files from graphile_migrate.migrations m",
  );
  if (row.forced) await client.query('set local role app_definer');
  await client.query(
    `insert into public.migrations (name, executed_at)
     select f.name, f.executed_at from json_to_recordset($1::json) as f (name text, executed_at timestamptz)
     on conflict (name) do nothing`,
    [ran.rows[0]?.files],
  );
  await client.query('commit');
}

async function countOfCommitted(client: pg.Client): Promise<number> {
  const there = await client.query<{ there: boolean }>("select to_regclass('graphile_migrate.migrations') is not null as there");
  if (there.rows[0]?.there !== true) return 0;
  await client.query('set role app_owner');
  const counted = await client.query<{ n: number }>('select count(*)::int as n from graphile_migrate.migrations');
  await client.query('reset role');
  return counted.rows[0]?.n ?? 0;
}

/** Brings the database to the current schema; returns how many committed migrations were new to it. */
export async function migrateDatabase(connectionString: string, options: MigrateOptions = {}): Promise<number> {
  const settings = migrateSettings(connectionString, options.migrationsFolder ?? MIGRATIONS);
  return inTurn(connectionString, async () => {
    const before = await withClient(connectionString, async (client) => {
      await ensureRoles(client, options);
      return countOfCommitted(client);
    });
    await graphileMigrate.migrate(settings);
    if (options.current) await graphileMigrate.watch(settings, true);
    await migrateWorker(connectionString);
    const after = await withClient(connectionString, async (client) => {
      // What the migrations made belongs to app_owner, save what a file has given to the definer or the worker.
      await client.query('set role app_migrator; reassign owned by app_migrator to app_owner; reset role');
      await listWhatRan(client);
      return countOfCommitted(client);
    });
    await pause(250); // graphile-migrate's pool is gone then, and the database may serve as a template
    return after - before;
  });
}

/** migrateDatabase in a process of its own. Its messages go to our stderr; a failure is one sentence. */
export function migrateInChild(connectionString: string, options: MigrateOptions = {}): Promise<void> {
  const args = [fileURLToPath(import.meta.url), '--quiet'];
  if (options.current) args.push('--current');
  if (options.migrationsFolder !== undefined) args.push('--migrations', options.migrationsFolder);
  const env = {
    ...process.env,
    DATABASE_URL: connectionString,
    API_DATABASE_URL: withLogin(connectionString, 'app_api', options.apiPassword),
    WORKER_DATABASE_URL: withLogin(connectionString, 'app_worker', options.workerPassword),
  };
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', failed);
    child.once('exit', (code) => { if (code === 0) done(); else failed(new PlainError('The database could not be migrated; the reason stands above.')); });
  });
}

/** The same server and database with another login. */
export function withLogin(connectionString: string, user: string, password: string | undefined): string {
  const url = new URL(connectionString);
  url.username = user;
  url.password = encodeURIComponent(password ?? '');
  return url.href;
}

/** The password in a connection string, if that is one of this login. */
export function passwordFor(user: string, connectionString: string | undefined): string | undefined {
  if (!connectionString) return undefined;
  const url = new URL(connectionString);
  return url.username === user && url.password !== '' ? decodeURIComponent(url.password) : undefined;
}

const HELP = `npm run migrate: brings the database DATABASE_URL to the current schema. Repeating it changes nothing.

It creates the app_ roles that are missing, applies the committed migrations as app_migrator, then graphile-worker's
own as app_worker, and lists what ran in public.migrations.

  DATABASE_URL         login that owns the database and has CREATEROLE (or, once set up, app_migrator)
  API_DATABASE_URL     its password becomes that of app_api, if app_api is its user
  WORKER_DATABASE_URL  its password becomes that of app_worker, if app_worker is its user

  --current            also run db/migrations/current, what is being written (development only)
  --migrations FOLDER  other migrations than the project's
  --quiet              say nothing when all went well
  --help               this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { current: { type: 'boolean' }, migrations: { type: 'string' }, quiet: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const url = process.env['DATABASE_URL'];
  if (!url) throw new PlainError('DATABASE_URL is not set: it names the database to migrate (see --help).');
  const applied = await migrateDatabase(url, {
    current: values.current,
    migrationsFolder: values.migrations,
    apiPassword: passwordFor('app_api', process.env['API_DATABASE_URL']),
    workerPassword: passwordFor('app_worker', process.env['WORKER_DATABASE_URL']),
  });
  if (!values.quiet) process.stdout.write(applied === 0 ? 'The database was up to date.\n' : `${applied} migration(s) applied; the database is up to date.\n`);
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    // What graphile-migrate has logged, with the place in the SQL, is not said twice.
    const said = (error as { _gmlogged?: boolean })._gmlogged === true;
    if (!said) process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  });
