// The common queries run, as each of the roles that the reference names and as no other, and answer what they say.
import { type Facts, readFacts, readQueries } from '@callgres/db/reference/facts';
import { ASKING, rolesFor } from '@callgres/db/reference/rights';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLife } from '../../invariants/a-life.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const queries = readQueries();

let database: TestDatabase;
let life: pg.Client;
/** Connections as each role: a session of Ada's makes app_user of the API's login. */
let asRole: Map<string, pg.Client>;
let facts: Facts;

beforeAll(async () => {
  database = await testDatabase();
  life = new pg.Client({ connectionString: database.definerUrl });
  await life.connect();
  facts = await readFacts(life);
  await life.query('begin');
  await aLife(life);
  await life.query('commit');
  const urls = { app_user: database.apiUrl, app_worker: database.workerUrl, app_api: database.apiUrl, app_definer: database.definerUrl };
  asRole = new Map(ASKING.map((role) => [role, new pg.Client({ connectionString: urls[role] })]));
  for (const client of asRole.values()) await client.connect();
  await asRole.get('app_user')?.query("set role app_user; select set_config('app.session_token', 'token of ada', false)");
});
afterAll(async () => {
  for (const client of [life, ...asRole.values()]) await client.end();
  await database.drop();
});

const KEYS: Readonly<Record<string, string>> = {
  tenant: "select id from public.users where name = 'Ada'",
  agent: "select a.id from public.agents a join public.users u on u.id = a.user_id where u.name = 'Ada'",
  campaign: 'select id from public.call_campaigns',
};

async function keyOf(about: string): Promise<string | undefined> {
  const kind = /\$1: the (\w+)\./.exec(about)?.[1] ?? '';
  return (await life.query<{ id: string }>(KEYS[kind] ?? '')).rows[0]?.id;
}

/** Rows that a role gets, or null when it may not ask. */
async function askAs(role: string, sql: string, key: string | undefined): Promise<number | null> {
  try {
    return (await asRole.get(role)?.query(sql, [key]))?.rows.length ?? 0;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501') return null;
    throw error;
  }
}

it('there are some', () => {
  expect(queries.length).toBeGreaterThanOrEqual(9);
});

describe.each(queries.map((query) => [query.name, query] as const))('%s', (_name, query) => {
  it('has a title, says what it answers and what $1 is', () => {
    expect(query.title.length).toBeGreaterThan(10);
    expect(query.about).toMatch(/\$1: the (tenant|agent|campaign)\./);
  });

  it('has an answer for the roles that the reference names, and is refused to the others', async () => {
    const key = await keyOf(query.about);
    const may = rolesFor(facts, query.sql);
    expect(may).toContain('app_definer');
    const could: string[] = [];
    for (const role of ASKING) {
      const rows = await askAs(role, query.sql, key);
      if (rows !== null) could.push(role);
      if (rows !== null) expect(rows, role).toBeGreaterThan(0); // the life of a tenant has something of everything
    }
    expect(could).toEqual(may);
  });
});

it('answer what they say', async () => {
  const answer = async (name: string): Promise<Record<string, unknown>[]> => {
    const query = queries.find((each) => each.name === name);
    return (await life.query<Record<string, unknown>>(query?.sql ?? '', [await keyOf(query?.about ?? '')])).rows;
  };
  expect(await answer('01-active-calls')).toHaveLength(3);
  expect(await answer('02-next-campaign-call')).toMatchObject([{ status: 'pending', call_type: 'campaign' }]);
  expect(await answer('03-agent-performance-today')).toMatchObject([{ hour: null, total_calls: 2, successful_calls: 1 }]);
  expect(await answer('04-recent-calls')).toMatchObject([{ agent_name: 'Agent' }, { agent_name: 'Agent' }]);
  expect(await answer('05-campaign-progress')).toMatchObject([{ name: 'Spring', status: 'active', total_contacts: 6, completed_calls: 1, successful_calls: 1, success_rate: '100.00' }]);
  expect(await answer('06-concurrency')).toMatchObject([{ direct_calls: '0', campaign_calls: '3', total_active: '3', line_limit: 10 }]);
  expect(await answer('07-balance-and-ledger')).toMatchObject([{ balance: 198, ledger_sum: '198' }]);
  expect(await answer('08-days-of-a-month')).toMatchObject([{ total_calls: 2, success_rate: '50.00', credits_used: 2 }]);
  expect(await answer('09-why-not-finished')).toMatchObject([{ status: 'completed', people: '1' }, { status: 'pending', people: '2', due_now: '2' }, { status: 'processing', people: '3' }]);
});
