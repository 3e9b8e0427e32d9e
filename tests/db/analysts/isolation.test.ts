// What a login of an analyst sees: the tenants it was given and nothing else, in every view, whatever it sets or types; and of persons
// nothing without the right to it. Two tenants with their mark in every cell (db/isolation) are looked at through each view.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, OF_ADA, OF_OTHERS, neitherLeaves, threeTenants } from '../isolation/three-tenants.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { type Analyst, anAnalyst } from './fixture.ts';

let db: TestDatabase;
let cast: Cast;
let logins: Record<'ofAda' | 'ofAdaWhole' | 'ofBoth' | 'ofAll' | 'ofNobody', Analyst>;
beforeAll(async () => {
  db = await testDatabase();
  cast = await withClient(db.definerUrl, threeTenants);
  await withClient(db.ownerUrl, neitherLeaves);
  const [ada, bo] = [cast.ada.userId, cast.bo.userId];
  logins = {
    ofAda: await anAnalyst(db, [ada]), ofAdaWhole: await anAnalyst(db, [ada], true), ofBoth: await anAnalyst(db, [ada, bo]), ofAll: await anAnalyst(db, 'all', true), ofNobody: await anAnalyst(db, [ada]),
  };
  await withClient(db.definerUrl, (sql) => sql.query('delete from analytics.analyst_grant where login = $1', [logins.ofNobody.login]));
});
afterAll(async () => {
  for (const login of Object.values(logins)) await login.drop();
  await db.drop();
});

const viewsOf = async (client: pg.ClientBase): Promise<string[]> =>
  (await client.query<{ name: string }>("select 'analytics.' || c.relname as name from pg_class c where c.relnamespace = 'analytics'::regnamespace and c.relkind = 'v' order by 1")).rows.map((row) => row.name);
/** Views that belong to no tenant. */
const OF_NO_TENANT = ['analytics.data_dictionary', 'analytics.freshness', 'analytics.system_concurrency_overview'];

/** Every view, with its rows as text. */
async function everything(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const seen = new Map<string, string[]>();
  for (const view of await viewsOf(client)) seen.set(view, (await client.query<{ row: string }>(`select to_jsonb(v)::text as row from ${view} v`)).rows.map((row) => row.row));
  return seen;
}
const leaks = (seen: ReadonlyMap<string, string[]>, foreign: RegExp): string[] => [...seen].filter(([, rows]) => rows.some((row) => foreign.test(row))).map(([view]) => view);
const empty = (seen: ReadonlyMap<string, string[]>): string[] => [...seen].filter(([, rows]) => rows.length === 0).map(([view]) => view);

/** The two tenants have no counted calls: these views are tried on other data (samples.test.ts). */
const OF_COUNTED = ['analytics.agg_agent_daily', 'analytics.agg_agent_hourly', 'analytics.agg_lead_funnel_daily', 'analytics.agg_tenant_daily'];

it('the analyst of one tenant sees its rows in every view, and none of another', async () => {
  const seen = await everything(logins.ofAda.client);
  expect(seen.size).toBeGreaterThan(25);
  expect(leaks(seen, OF_OTHERS)).toEqual([]);
  expect(empty(seen).filter((view) => !OF_COUNTED.includes(view))).toEqual(['analytics.system_concurrency_overview']);
});

it('analysts of several tenants and of all see them all, without grants nobody is seen', async () => {
  for (const login of [logins.ofBoth, logins.ofAll]) {
    const seen = await everything(login.client);
    for (const [view, rows] of seen) {
      if (OF_NO_TENANT.includes(view) || rows.length === 0) continue;
      expect([view, rows.some((row) => OF_ADA.test(row)), rows.some((row) => OF_OTHERS.test(row))]).toEqual([view, true, true]);
    }
  }
  const seen = await everything(logins.ofNobody.client);
  expect([...seen].filter(([, rows]) => rows.length > 0).map(([view]) => view)).toEqual(['analytics.data_dictionary', 'analytics.freshness']);
  expect((await logins.ofNobody.client.query('select * from analytics.freshness where pending <> 0')).rows).toEqual([]);
});

it('of persons nothing is shown without the right to it', async () => {
  const personal = /\+44790\d{6}|person\.test|qzA public\.contacts\.(name|email)|qzA public\.calls\.transcript/;
  const [masked, whole] = [await everything(logins.ofAda.client), await everything(logins.ofAdaWhole.client)];
  expect(leaks(masked, personal)).toEqual([]);
  expect(leaks(whole, personal)).toEqual(['analytics.dim_contacts', 'analytics.fct_calls']);
  const flagged = await logins.ofAda.client.query<{ name: string }>("select object || '.' || column_name as name from analytics.data_dictionary where is_personal order by 1");
  expect(flagged.rows.map((row) => row.name)).toEqual(['dim_contacts.email', 'dim_contacts.name', 'dim_contacts.phone_number', 'fct_calls.phone_number', 'fct_calls.transcript']);
  const { rows } = await logins.ofAda.client.query<{ phone_masked: string }>('select distinct phone_masked from analytics.fct_calls order by 1');
  expect(rows.map((row) => row.phone_masked)).toEqual(['+447900****01', '+447900****02']);
});

describe('an analyst who tries it anyway', () => {
  const TRIES = [
    "select set_config('app.session_token', 'token of b', false)", 'select set_config(\'role\', \'app_definer\', false)', 'set role app_definer', 'set role app_masker', 'set session authorization app_masker',
    'select * from public.calls', 'select * from public.users', 'select * from public.user_kpi_summary', 'select * from public.user_kpi_live', 'select * from api.calls', 'select * from analytics.analyst_grant',
    "select query_to_xml('select * from public.calls', true, true, '')", 'explain select * from public.calls', 'copy public.calls to stdout', 'table public.contacts',
    'create function pg_temp.leak(text) returns boolean language plpgsql cost 0.001 as $$ begin raise notice \'%\', $1; return true; end $$', 'create function analytics.leak() returns integer language sql as \'select 1\'',
    'create temporary table t (i integer)', 'create table analytics.t (i integer)', 'create view analytics.v as select 1', 'select * from pg_stats', 'select most_common_vals from pg_catalog.pg_stats where schemaname = \'public\'',
    'insert into analytics.analyst_grant (login, all_tenants) values (session_user, true)', 'update analytics.fct_calls set credits = 0', 'delete from analytics.fct_calls', 'select public.current_user_id()', "select api.list_calls()",
    "select public.claim_calls('00000000-0000-4000-8000-000000000000')", "select currval('public.ui_events_id_seq')", "select pg_read_file('/etc/passwd')", "copy (select 1) to program 'true'", 'alter view analytics.fct_calls reset (security_barrier)',
    "select * from analytics.fct_calls where phone_masked::integer = 1", 'set row_security = off; select * from analytics.fct_calls', "do $$ begin perform 1 from public.calls; end $$",
    'prepare p as select * from public.calls', "select lo_import('/etc/passwd')", 'grant app_masker to session_user', 'alter role app_analyst superuser', 'select pg_get_viewdef(\'analytics.fct_calls\'::regclass)', 'select * from graphile_worker.jobs',
  ];

  it.each(TRIES)('%s', async (statement) => {
    const notices: string[] = [];
    const note = (notice: { message?: string | undefined }): void => { notices.push(String(notice.message)); };
    const { client } = logins.ofAda;
    client.on('notice', note);
    await client.query('begin');
    const shown = await client.query(statement).then((result) => JSON.stringify(result), (error: unknown) => `${String(error)} ${JSON.stringify(error)}`);
    await client.query('rollback');
    client.off('notice', note);
    expect(`${shown} ${notices.join(' ')}`).not.toMatch(OF_OTHERS);
  });

  it('still sees only its own tenant afterwards, with every setting it can make', async () => {
    const { client } = logins.ofAda;
    await client.query(`set app.session_token = 'token of b'; set search_path = public, analytics; set row_security = on; set statement_timeout = 0`);
    expect(leaks(await everything(client), OF_OTHERS)).toEqual([]);
    await client.query('reset all');
  });

  it('a cheap function in a condition sees no row of others: it runs behind the barrier', async () => {
    // Analysts can create no function; the owner makes one for this trial that prints what it is given.
    await withClient(db.ownerUrl, (owner) => owner.query(`
      set role app_owner;
      create schema leaky;
      create function leaky.peep(text) returns boolean language plpgsql cost 0.0001 as $$ begin raise notice '%', $1; return true; end $$;
      grant usage on schema leaky to public;
      grant execute on function leaky.peep to public`));
    const printed: string[] = [];
    logins.ofAda.client.on('notice', (notice) => printed.push(String(notice.message)));
    await logins.ofAda.client.query('select * from analytics.fct_calls where leaky.peep(call_id::text)');
    await logins.ofAda.client.query('select * from analytics.dim_contacts where leaky.peep(contact_id::text)');
    expect(printed.length).toBeGreaterThan(2);
    expect(printed.filter((line) => OF_OTHERS.test(line))).toEqual([]);
  });
});

describe('the trial finds', () => {
  async function mutant(sql: string): Promise<string[]> {
    await using broken = await testDatabase();
    const there = await withClient(broken.definerUrl, threeTenants);
    await withClient(broken.ownerUrl, neitherLeaves);
    await withClient(broken.ownerUrl, (client) => client.query(`set role app_migrator; ${sql}`));
    const analyst = await anAnalyst(broken, [there.ada.userId]);
    try {
      return leaks(await everything(analyst.client), OF_OTHERS);
    } finally {
      await analyst.drop();
    }
  }

  it.each([
    // Every view joins the tenant's row, so a policy of one table alone shows nothing: both must break.
    ['policies that let everything through', 'alter policy users_select_masker on public.users using (true); alter policy calls_select_masker on public.calls using (true)', 'analytics.fct_calls'],
    ['a view that belongs to whoever sees all', 'alter view analytics.dim_agents owner to app_definer; grant select on analytics.dim_agents to app_masker', 'analytics.dim_agents'],
    ['grants that do not ask who is there', "create or replace function analytics.granted_tenants() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp as 'select id from public.users'", 'analytics.dim_contacts'],
  ])('%s', async (_what, sql, view) => {
    expect(await mutant(sql)).toContain(view);
  });
});

it('the zone of a tenant is the one by which the product files its calls', async () => {
  await withClient(db.definerUrl, async (sql) => {
    for (const location of ['Asia/Kolkata', 'Berlin', 'EST', '', null, 'America/Argentina/Buenos_Aires']) {
      await sql.query('update public.users set location = $2 where id = $1', [cast.ada.userId, location]);
      const { rows } = await sql.query<{ product: string }>('select public.get_user_timezone($1) as product', [cast.ada.userId]);
      const shown = await logins.ofAda.client.query<{ tenant_timezone: string }>('select tenant_timezone from analytics.dim_tenants');
      expect([location, shown.rows[0]?.tenant_timezone]).toEqual([location, rows[0]?.product]);
    }
    await sql.query("update public.system_config set value = 'Europe/Paris' where key = 'default_timezone'");
    expect((await logins.ofBoth.client.query("select from analytics.dim_tenants where tenant_timezone = 'Europe/Paris'")).rows.length).toBeGreaterThan(0);
  });
});
