// What calls say about their contact: missed, busy, no answer, when last. Cast: Ada's contact Eve, and calls of hers
// that are stored, confirmed and deleted; the counters are those of a recount after each step.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => {
  await client.query(`begin;
    insert into public.users (email, name) values ('ada@test.example', 'Ada');
    insert into public.agents (user_id, bolna_agent_id, name) select u.id, 'agent', 'Agent' from public.users u;
    insert into public.contacts (user_id, name, phone_number) select u.id, 'Eve', '+15550100001' from public.users u`);
});

afterEach(async () => { await client.query('rollback'); });

const NOON = '2031-05-05T12:00:00.000Z';

const calls = (status: string, howMany: number, confirmed: string | null): Promise<unknown> =>
  client.query(
    `insert into public.calls (user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, status, confirmed_at, created_at, local_date, local_hour)
     select t.user_id, a.id, t.id, x.id, x.id, t.phone_number, $1, $3, '${NOON}', '2031-05-05', 12
     from public.contacts t cross join public.agents a cross join lateral (select $1 || g || gen_random_uuid() as id from generate_series(1, $2::integer) g) x`,
    [status, howMany, confirmed],
  );

async function counters(): Promise<unknown> {
  const found = await client.query('select t.not_connected as missed, t.call_attempted_busy as busy, t.call_attempted_no_answer as no_answer, t.last_contact_at as last from public.contacts t');
  expect((await client.query('select * from public.invariant_20_counters')).rows).toEqual([]);
  return found.rows[0];
}

const ENDINGS = ['completed', 'busy', 'busy', 'no-answer', 'failed'] as const;
const ALL = { missed: 4, busy: 2, no_answer: 1, last: new Date(NOON) };
const NONE = { missed: 0, busy: 0, no_answer: 0 };

it('counts a call when its end is confirmed, and once', async () => {
  for (const status of ENDINGS) await calls(status, 1, null);
  expect(await counters()).toEqual({ ...NONE, last: null });
  await client.query("update public.calls set confirmed_at = created_at + interval '5 minutes'");
  expect(await counters()).toEqual(ALL);
  await client.query("update public.calls set summary = 'said later'");
  expect(await counters()).toEqual(ALL);
});

it('counts calls that are stored with a confirmed end', async () => {
  for (const status of ENDINGS) await calls(status, 1, NOON);
  expect(await counters()).toEqual(ALL);
});

it('takes deleted calls out again, and remembers when the last contact was', async () => {
  for (const status of ENDINGS) await calls(status, 1, NOON);
  await calls('busy', 3, null); // never confirmed, never counted
  await client.query("delete from public.calls c where c.status = 'busy'");
  expect(await counters()).toEqual({ missed: 2, busy: 0, no_answer: 1, last: new Date(NOON) });
  await client.query('delete from public.agents'); // the calls go with their agent
  expect(await counters()).toEqual({ ...NONE, last: new Date(NOON) });
});
