// Ada with her session, somebody without one, and both logins, try every verb on every relation: 0 rows of Bo seen,
// 0 rows of anybody written. Each rule then is broken in a database of its own, and the same trial must find it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { type Actor, tryEverything } from './row-leaks.ts';
import { type Cast, OF_ADA, OF_OTHERS, begin, threeTenants } from './three-tenants.ts';

let database: TestDatabase;
let cast: Cast;
let everything: Record<string, string>;

/** The rows of each table as the definer sees them: a digest by the table's name. */
const digests = (db: TestDatabase): Promise<Record<string, string>> =>
  withClient(db.definerUrl, async (client) => {
    const tables = await client.query<{ name: string }>("select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'api'::regnamespace) and c.relkind = 'r' order by 1");
    const parts = tables.rows.map(({ name }) => `select '${name}' as name, md5(coalesce(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text)), '')) as digest from ${name} t`);
    const { rows } = await client.query<{ name: string; digest: string }>(parts.join(' union all '));
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });

beforeAll(async () => {
  database = await testDatabase();
  cast = await withClient(database.definerUrl, threeTenants);
  everything = await digests(database);
});

afterAll(async () => {
  expect(await digests(database)).toEqual(everything);
  await database.drop();
});

const BOTH = new RegExp(`${OF_ADA.source}|${OF_OTHERS.source}`);
const asAda = (): Actor => ({ begin: (client) => begin(client, cast.ada.token), foreign: OF_OTHERS, victim: cast.bo.userId });
const asNobody = (): Actor => ({ ...asAda(), begin: (client) => begin(client, ''), foreign: BOTH });
const asLogin = (may: readonly string[] = []): Actor => ({ ...asNobody(), begin: async (client) => { await client.query('begin'); }, may });
// The staging of uploads: its login inserts and can do nothing else there.
const STAGING = ['insert api.contact_import_rows', 'upsert api.contact_import_rows'];

const trial = (url: string, actor: Actor, only?: string): ReturnType<typeof tryEverything> => withClient(url, (client) => tryEverything(client, actor, only));

it('Ada sees her own rows, none of Bo, and writes to no table', async () => {
  const { findings, read } = await trial(database.apiUrl, asAda());
  expect(findings).toEqual([]);
  expect(read).toEqual(expect.arrayContaining(['api.calls', 'api.campaigns', 'api.contacts', 'api.lines', 'api.me', 'public.calls', 'public.user_sessions']));
});

it('somebody without a session sees what belongs to nobody, and writes to no table', async () => {
  const { findings, read } = await trial(database.apiUrl, asNobody());
  expect(findings).toEqual([]);
  expect(read).toEqual(['api.calling_rules', 'public.calling_rules', 'public.campaign_status_steps', 'public.lead_fields', 'public.lead_phrases', 'public.lead_stage_steps', 'public.meeting_status_steps', 'public.provider_statuses', 'public.system_config', 'public.time_zones']);
});

it('the login of the API reads no relation and only fills the staging of uploads', async () => {
  expect(await trial(database.apiUrl, asLogin(STAGING))).toEqual({ findings: [], read: [] });
});

it('the login of the worker reads and writes no relation of ours', async () => {
  expect(await trial(database.workerUrl, asLogin())).toEqual({ findings: [], read: [] });
});

describe('the trial finds', () => {
  /** Breaks a rule as the owner would by mistake, in a database of its own, and has Ada try that relation again. */
  async function mutant(sql: string, relation: string): Promise<string[]> {
    await using broken = await testDatabase();
    await withClient(broken.definerUrl, threeTenants);
    await withClient(broken.ownerUrl, (client) => client.query(`set role app_migrator; ${sql}`));
    return (await trial(broken.apiUrl, asAda(), relation)).findings;
  }

  it.each([
    ['a policy that lets everything through',
      'alter policy contacts_select_own on public.contacts using (true)', 'select public.contacts: shows rows of others'],
    ['a second policy, which is an OR',
      'create policy more on public.contacts for select to app_user using (is_customer is not null)', 'select public.contacts: shows rows of others'],
    ['a policy on another column', 'alter policy calls_select_own on public.calls using (agent_id is not null)', 'select public.calls: shows rows of others'],
    ['a policy that is meant for everybody',
      'alter policy credit_transactions_all_definer on public.credit_transactions to public', 'select public.credit_transactions: shows rows of others'],
    ['row security switched off', 'alter table public.transcripts disable row level security', 'select public.transcripts: shows rows of others'],
    ['a view with the rights of its owner',
      'alter view api.contacts reset (security_invoker); alter view api.contacts owner to app_definer', 'select api.contacts: shows rows of others'],
    ['a write that is granted without a policy', 'grant update on public.contacts to app_user', 'update public.contacts: works, 0 rows'],
    ['a write policy without its check',
      'grant update on public.kpi_notes to app_user; create policy w on public.kpi_notes for update to app_user using (user_id = (select public.current_user_id())) with check (true)',
      'move public.kpi_notes: works, '], // the triggers of the other tables have noted days as well
    ['an insert policy without its check',
      'grant insert on public.kpi_notes to app_user; create policy w on public.kpi_notes for insert to app_user with check (true)', 'insert public.kpi_notes: 23502'],
    ['a grant on what only functions may read', 'grant select on public.credit_holds to app_user; create policy w on public.credit_holds for select to app_user using (true)',
      'select public.credit_holds: shows rows of others'],
  ])('%s', async (_what, sql, finding) => {
    expect(await mutant(sql, /(\w+\.\w+):/.exec(finding)?.[1] ?? '')).toContainEqual(expect.stringContaining(finding));
  });
});
