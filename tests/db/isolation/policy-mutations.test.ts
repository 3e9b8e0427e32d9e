// Every policy and every table with row security, broken in every way that a slip could break it: each time somebody reads other rows than
// before. What is compared is what five actors read of the table: Ada, nobody, our definer functions, the owner, and the views of an
// analyst who may see Ada; what they should read, rows.test.ts and the tests of analysts say.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { onServer, withClient } from '../../support/server.ts';
import { type Cast, threeTenants } from './three-tenants.ts';

interface Policy { table: string; name: string; command: string; qual: string | null; check: string | null; roles: string }
interface Mutant { what: string; table: string; sql: string }

const superuser = inject('superuserUrl');
let database: TestDatabase;
let client: pg.Client;
let cast: Cast;

beforeAll(async () => {
  if (superuser === '') return;
  database = await testDatabase();
  cast = await withClient(database.definerUrl, threeTenants);
  client = new pg.Client({ connectionString: onServer(superuser, { database: database.name }) });
  await client.connect();
  await client.query('insert into analytics.analyst_grant (login, user_id, all_tenants) values (session_user, $1, false)', [cast.ada.userId]);
  // Tables of nobody that are empty at rest: a row each, or there would be nothing to see.
  await client.query(`
    insert into public.dial_claims (claimed_at, calls) values (now(), 1);
    insert into public.dispatch_wakes (pos) values (1);
    insert into public.provider_breakers (provider, open_until, reason, opened_at) values ('bolna', now(), 'test', now());
    insert into public.unapplied_events (event_id, share, next_try_at) select min(w.id), 1, now() from public.webhook_events w;
    -- Views read for their owner without looking at the schema; here the owner of the views reads by itself.
    grant usage on schema public, api, analytics to app_masker;
    insert into public.workers (id, process_id) values ('00000000-0000-4000-8000-000000000001', 1);`);
});

afterAll(async () => {
  if (superuser === '') return;
  await client.end();
  await database.drop();
});

const policies = async (): Promise<Policy[]> =>
  (await client.query<Policy>(`
    select format('%I.%I', p.schemaname, p.tablename) as table, p.policyname as name, p.cmd as command, p.qual, p.with_check as check, array_to_string(p.roles, ', ') as roles
    from pg_policies p where p.schemaname in ('public', 'api', 'analytics') order by 1, 2`)).rows;
const tables = async (): Promise<string[]> =>
  (await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'api', 'analytics') and c.relkind in ('r', 'p') and c.relrowsecurity order by 1`)).rows.map(({ name }) => name);

/** What can be broken, without what would change nothing: a condition that is true already cannot be made truer. */
async function mutants(): Promise<Mutant[]> {
  const ofPolicies = (await policies()).flatMap(({ table, name, qual, check, roles }) => [
    { what: 'dropped', table, sql: `drop policy ${name} on ${table}` },
    ...(roles === 'public' ? [] : [{ what: 'for everybody', table, sql: `alter policy ${name} on ${table} to public` }]),
    ...(qual === null || qual === 'true' ? [] : [{ what: 'always true', table, sql: `alter policy ${name} on ${table} using (true)` }]),
    ...(check === null || check === 'true' ? [] : [{ what: 'without its check', table, sql: `alter policy ${name} on ${table} with check (true)` }]),
  ].map((mutant) => ({ ...mutant, what: `${name} on ${table} ${mutant.what}` })));
  const ofTables = (await tables()).flatMap((table) => [
    { what: `${table} not forced`, table, sql: `alter table ${table} no force row level security` },
    { what: `${table} switched off`, table, sql: `alter table ${table} disable row level security` },
  ]);
  return [...ofPolicies, ...ofTables];
}

const ACTORS: readonly { name: string; role: string; token: () => string }[] = [
  { name: 'Ada', role: 'app_user', token: () => cast.ada.token },
  { name: 'nobody', role: 'app_user', token: () => '' },
  { name: 'a definer function', role: 'app_definer', token: () => '' },
  { name: 'the owner', role: 'app_owner', token: () => '' },
  { name: 'the views of analysts', role: 'app_masker', token: () => '' },
];

/** The columns of a table that a role may read; all of them when it may read none, which then is refused. */
async function columnsOf(role: string, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string | null }>(
    `select string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns from pg_attribute a
     where a.attrelid = $2::regclass and a.attnum > 0 and not a.attisdropped and has_column_privilege($1, a.attrelid, a.attnum, 'select')`, [role, table]);
  return rows[0]?.columns ?? '*';
}

/** The rows of a table that each actor reads, or why not; and whom it lets write. Runs inside a transaction. */
async function signature(table: string): Promise<string> {
  const seen: string[] = [];
  for (const { name, role, token } of ACTORS) {
    await client.query('savepoint actor');
    try {
      await client.query("select set_config('role', $1, true), set_config('app.session_token', $2, true)", [role, token()]);
      const columns = await columnsOf(role, table);
      const { rows } = await client.query<{ rows: string }>(`select md5(string_agg(x::text, ' ' order by x::text)) as rows from (select ${columns} from ${table}) x`);
      seen.push(`${name}: ${rows[0]?.rows ?? 'none'}`);
    } catch (error) {
      seen.push(`${name}: ${(error as { code?: string }).code ?? String(error)}`);
    }
    await client.query('rollback to actor; release actor');
  }
  return seen.join('\n');
}

/** Those of the mutants after which everybody reads what they read before. */
async function survivors(look: (table: string) => Promise<string>): Promise<{ tried: number; survived: string[] }> {
  const survived: string[] = [];
  const before = new Map<string, string>();
  const all = await mutants();
  for (const { what, table, sql } of all) {
    await client.query('begin');
    if (!before.has(table)) before.set(table, await look(table));
    await client.query(`set local role app_migrator; ${sql}; reset role`);
    if ((await look(table)) === before.get(table)) survived.push(what);
    await client.query('rollback');
  }
  return { tried: all.length, survived };
}

it.skipIf(superuser === '')('unbroken, nobody and the owner read no row of any table with row security', async () => {
  await client.query('begin');
  for (const table of await tables()) {
    const lines = (await signature(table)).split('\n');
    expect(lines.filter((line) => /^(nobody|the owner): /.test(line) && !/: (none|42501)$/.test(line)), table).toEqual([]);
    expect(lines.filter((line) => line.startsWith('a definer function: ') && !/: [0-9a-f]{32}$/.test(line)), table).toEqual([]);
  }
  await client.query('rollback');
});

it.skipIf(superuser === '')('each policy broken in each way shows somebody other rows', { timeout: 120_000 }, async () => {
  const { tried, survived } = await survivors(signature);
  console.log(`policies: ${tried} mutants, ${survived.length} not found`);
  expect(survived).toEqual([]);
  expect(tried).toBeGreaterThan(250);
});

it.skipIf(superuser === '')('control: who does not look finds none', { timeout: 120_000 }, async () => {
  const { tried, survived } = await survivors(() => Promise.resolve(''));
  expect(survived).toHaveLength(tried);
});
