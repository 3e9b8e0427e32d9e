// What the provider says unclearly: words that we do not know, executions that nobody can identify, answers that were
// put aside, hearsay about money. None of it may write a dial off, block a call for ever, or move a credit.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptedCalls, aStage, aTenant, mutate, type Stage, type Tenant, valueOf } from '../../properties/stage.ts';

const NUMBER = '+447700900001';
const SENT = new Date('2026-06-01T10:00:00Z');
/** After the lease and the settle time. */
const LATER = new Date('2026-06-01T12:00:00Z');

let stage: Stage;
let ada: Tenant;

beforeEach(async () => {
  stage = await aStage();
  ada = await aTenant(stage.sql, 100);
});
afterEach(() => stage.end());

/** A dial whose answer was lost: its attempt is unknown. */
async function anUnknownAttempt(): Promise<string> {
  const worker = randomUUID();
  await stage.sql.query(
    `with p as (insert into public.contacts (user_id, name, phone_number) values ($1, 'Person', $3) returning id)
     insert into public.call_queue (user_id, contact_id, agent_id, phone_number, call_type, lane_id)
     select $1, p.id, $2, $3, 'direct', public.ensure_lane($1, 'direct', null, 'XF UTC') from p`,
    [ada.id, ada.agentId, NUMBER],
  );
  const attempt = await valueOf<string>(stage.sql, 'select attempt_id from public.claim_calls($1, 1, $2)', [worker, SENT]);
  await stage.sql.query('select public.fence_attempt($1, $2, $3)', [attempt, worker, SENT]);
  await stage.sql.query("select public.record_dial_answer($1, $2, null, 'timeout', null, null, null, $3)", [attempt, worker, SENT]);
  return attempt;
}

const pull = (execution: string, body: object, at = LATER): Promise<boolean> =>
  valueOf(stage.sql, 'select public.store_pulled_execution($1, 200, $2, $3)', [execution, JSON.stringify({ id: execution, agent_id: ada.bolnaAgentId, ...body }), at]);
const apply = (): Promise<number> => valueOf(stage.sql, 'select public.apply_call_events(200, $1)', [LATER]);
const stateOf = (attempt: string): Promise<string> => valueOf(stage.sql, 'select state from public.call_attempts where id = $1', [attempt]);

/** A complete listing of the agent that shows these executions, each of them fetched with this body. */
async function reconciled(executions: Readonly<Record<string, object>>): Promise<number> {
  const listing = await valueOf<string>(stage.sql, 'select reconciliation_id from public.start_reconciliations($1)', [LATER]);
  await stage.sql.query('select public.note_listed_executions($1, $2, $3)', [listing, Object.keys(executions), LATER]);
  for (const [execution, body] of Object.entries(executions)) await pull(execution, body);
  while ((await apply()) > 0);
  return valueOf(stage.sql, 'select public.finish_reconciliation($1, true, p_now => $2)', [listing, LATER]);
}

const echo = (attempt: string): object => ({ context_details: { recipient_data: { callgres_attempt_id: attempt } } });
const ended = (seconds: number | null): object => ({ status: 'completed', updated_at: '2026-06-01T10:05:00Z', conversation_duration: seconds });

test('an execution under a word that we do not know is still the attempt that it echoes', async () => {
  const attempt = await anUnknownAttempt();
  expect(await reconciled({ e1: { status: 'in-queue', ...echo(attempt) } })).toBe(0);
  expect(await stateOf(attempt)).toBe('accepted');
});

test('an execution that nobody can identify yet stops the write-off; a listing without it does not', async () => {
  const attempt = await anUnknownAttempt();
  expect(await reconciled({ e1: { status: 'queued' } })).toBe(0);
  expect(await stateOf(attempt)).toBe('unknown');
});

test('control: a listing that shows nothing writes the attempt off', async () => {
  const attempt = await anUnknownAttempt();
  expect(await reconciled({})).toBe(1);
  expect(await stateOf(attempt)).toBe('void');
});

/** Listings of the agent are begun at this time and broken off by this answer. */
async function brokenOff(at: Date, httpStatus: number | null): Promise<number> {
  const listing = await valueOf<string>(stage.sql, 'select reconciliation_id from public.start_reconciliations($1)', [at]);
  return valueOf(stage.sql, 'select public.finish_reconciliation($1, false, $2, $3)', [listing, httpStatus, at]);
}

test('an agent that is gone at the provider gives its attempts up after an hour, without another try', async () => {
  const attempt = await anUnknownAttempt();
  expect(await brokenOff(new Date('2026-06-01T10:40:00Z'), 404)).toBe(0);
  expect(await brokenOff(LATER, 503)).toBe(0);
  expect(await brokenOff(new Date('2026-06-01T12:05:00Z'), null)).toBe(0);
  expect(await stateOf(attempt)).toBe('unknown');
  expect(await brokenOff(new Date('2026-06-01T12:10:00Z'), 404)).toBe(1);
  expect(await stateOf(attempt)).toBe('void');
  expect(await valueOf(stage.sql, 'select status from public.call_queue')).toBe('failed');
  expect(await valueOf(stage.sql, 'select count(*)::integer from public.active_calls')).toBe(0);
  expect(await valueOf(stage.sql, 'select count(*)::integer from public.credit_holds')).toBe(0);
});

test('an answer that was put aside confirms its call when it is given again', async () => {
  await acceptedCalls(stage.sql, ada, ['e1'], SENT);
  await pull('e1', ended(42));
  await stage.sql.query("update public.webhook_events set quarantine_reason = 'apply_failed'");
  await apply();
  expect(await pull('e1', ended(42))).toBe(true);
  await apply();
  expect(await valueOf(stage.sql, 'select credits from public.calls where confirmed_at is not null')).toBe(1);
  expect(await pull('e1', ended(42))).toBe(false);
});

const charged = async (): Promise<number> => {
  await acceptedCalls(stage.sql, ada, ['e1'], SENT);
  await stage.sql.query('select api.receive_call_event($1, $2, null, $3)', [
    ada.secretHash, JSON.stringify({ id: 'e1', agent_id: ada.bolnaAgentId, status: 'ringing', conversation_duration: 3000 }), SENT,
  ]);
  await pull('e1', ended(null));
  await apply();
  return valueOf(stage.sql, 'select credits from public.calls where confirmed_at is not null');
};

test('a duration that only a webhook has told costs nothing', async () => {
  expect(await charged()).toBe(0);
});

test('control: hearsay would be charged', async () => {
  await mutate(stage.sql, 'public.fold_call_events', [[' and (e.is_confirmation or not e.is_over)', '']]);
  expect(await charged()).toBe(50);
});

test("an answer about another agent's call changes nothing", async () => {
  await acceptedCalls(stage.sql, ada, ['e1'], SENT);
  await pull('e1', { ...ended(42), agent_id: randomUUID(), transcript: 'user: not ours' });
  await apply();
  expect(await valueOf(stage.sql, "select count(*)::integer from public.calls where transcript is not null or confirmed_at is not null")).toBe(0);
});
