// What Bo says through the webhook address of his own agent about a call of Ada's changes nothing of hers, however the
// events fall into batches. Cast: Ada with a call on the line (invariants/a-life.ts); Bo knows its id at the provider.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aLife } from '../../invariants/a-life.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { expectInvariants } from '../../support/invariants.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
  await client.query('begin');
  await aLife(client);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => { await client.query('savepoint life'); });
afterEach(async () => { await client.query('rollback to life'); });

async function webhook(who: 'Ada' | 'Bo', body: object): Promise<string> {
  const answer = await client.query<{ answer: string }>("select api.receive_call_event(encode(sha256(convert_to('secret of ' || $1, 'UTF8')), 'hex'), $2) as answer", [who, JSON.stringify(body)]);
  return answer.rows[0]?.answer ?? '';
}

const aboutAda = { id: 'execution-2', status: 'completed', conversation_duration: 9000, transcript: 'written by Bo' };
const call = async (): Promise<unknown> =>
  (await client.query("select c.status, c.provider_status, c.transcript, c.ended_at is null as on_the_line from public.calls c where c.bolna_execution_id = 'execution-2'")).rows[0];
const UNTOUCHED = { status: 'in-progress', provider_status: 'in-progress', transcript: null, on_the_line: true };
const apply = (limit: number): Promise<unknown> => client.query('select public.apply_call_events($1)', [limit]);
const reasons = async (): Promise<unknown> =>
  (await client.query('select w.quarantine_reason as reason from public.webhook_events w where w.quarantine_reason is not null')).rows;

it('an event in the name of another agent is put aside as it comes in', async () => {
  expect(await webhook('Bo', { ...aboutAda, agent_id: 'agent of Ada' })).toBe('foreign_agent');
  await apply(100);
  expect(await call()).toEqual(UNTOUCHED);
});

it('an event about another tenant\'s call is put aside when it is applied', async () => {
  expect(await webhook('Bo', { ...aboutAda, agent_id: 'agent of Bo' })).toBe('stored');
  await apply(100);
  expect(await call()).toEqual(UNTOUCHED);
  expect(await reasons()).toEqual([{ reason: 'foreign_call' }]);
  await expectInvariants(client);
});

describe('while an event of another tenant waits behind one of her own', () => {
  beforeEach(async () => {
    await webhook('Ada', { id: 'execution-2', agent_id: 'agent of Ada', status: 'in-progress', summary: 'still talking' });
    await webhook('Bo', { ...aboutAda, agent_id: 'agent of Bo' });
  });

  it('only her own is applied', async () => {
    await apply(1);
    expect(await call()).toEqual(UNTOUCHED);
    await apply(100);
    expect(await call()).toEqual(UNTOUCHED);
    expect(await reasons()).toEqual([{ reason: 'foreign_call' }]);
  });

  it('her timeline does not show it', async () => {
    const steps = await client.query("select s.step, s.source from api.list_call_steps((select c.id from public.calls c where c.bolna_execution_id = 'execution-2')) s where s.source = 'webhook'");
    expect(new Set(steps.rows.map((row: { step: string }) => row.step))).toEqual(new Set(['in-progress']));
  });
});

it('an attempt of Ada\'s that Bo claims as his is not accepted by it', async () => {
  const unknown = await client.query<{ id: string }>("select a.id from public.call_attempts a where a.state = 'unknown'");
  await webhook('Bo', { id: 'execution-9', agent_id: 'agent of Bo', status: 'ringing', context_details: { recipient_data: { callgres_attempt_id: unknown.rows[0]?.id } } });
  await apply(100);
  expect((await client.query("select from public.calls c where c.bolna_execution_id = 'execution-9'")).rowCount).toBe(0);
  expect((await client.query("select from public.call_attempts a where a.state = 'unknown'")).rowCount).toBe(1);
});
