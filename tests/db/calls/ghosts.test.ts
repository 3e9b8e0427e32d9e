// A ghost is a call that shows up after its attempt was given up. It exists, so it gets a line, an end and a price,
// once; its person, who still waits, is not called again.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { one } from '../../support/cast.ts';
import { violations } from '../../support/invariants.ts';
import { applyAll, aStage, aTenant, mutate, type Stage, type Tenant, valueOf } from '../../properties/stage.ts';

const SENT = new Date('2026-06-01T10:00:00Z');
const LATER = new Date('2026-06-01T10:30:00Z');

let stage: Stage;
let ada: Tenant;

beforeEach(async () => {
  stage = await aStage();
  ada = await aTenant(stage.sql, 100);
});
afterEach(() => stage.end());

/** An attempt that was sent, never answered, and written off after a listing that did not show it. */
async function givenUp(): Promise<string> {
  const { id } = await one<{ id: string }>(
    stage.sql,
    `with k as (
       insert into public.call_campaigns (user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, total_contacts)
       values ($1, $2, 'Campaign', 'book', 'active', '00:00', '00:00', '2026-01-01', 1) returning id
     ),
     t as (insert into public.contacts (user_id, name, phone_number) values ($1, 'Person', '+447700900001') returning id),
     l as (insert into public.dispatch_lanes (user_id, call_type, campaign_id, open, closes_at) select $1, 'campaign', k.id, true, 'infinity' from k returning id),
     q as (
       insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, lane_id, status, processing_started_at)
       select $1, k.id, t.id, $2, '+447700900001', l.id, 'processing', $3 from k, t, l returning id
     ),
     a as (
       insert into public.call_attempts (user_id, queue_id, phone_number, state, owner, lease_deadline, created_at, sent_at, hold_amount, pulse_seconds, price_per_pulse,
         tenant_slots_before, tenant_cap, system_slots_before, system_cap)
       select $1, q.id, '+447700900001', 'unknown', public.uuid_generate_v4(), $3::timestamptz + interval '30 s', $3, $3, 6, 60, 1, 0, 10, 0, 100 from q returning id, queue_id
     ),
     h as (insert into public.credit_holds (attempt_id, user_id, amount) select a.id, $1, 6 from a),
     s as (insert into public.active_calls (id, user_id, call_type, started_at, phone_number) select a.queue_id, $1, 'campaign', $3, '+447700900001' from a)
     select a.id from a`,
    [ada.id, ada.agentId, SENT],
  );
  await stage.sql.query("select public.end_attempts(array[$1::uuid], 'void', 'retry', 'not_shown_by_provider', p_now => $2)", [id, LATER]);
  return id;
}

const tell = async (attempt: string, status: string, source: 'webhook' | 'pull' = 'webhook'): Promise<void> => {
  const body = JSON.stringify({ id: 'ghost', agent_id: ada.bolnaAgentId, status, conversation_duration: 90, updated_at: LATER.toISOString(), context_details: { recipient_data: { callgres_attempt_id: attempt } } });
  if (source === 'pull') await stage.sql.query("select public.store_pulled_execution('ghost', 200, $1, $2)", [body, LATER]);
  else await stage.sql.query('select api.receive_call_event($1, $2, null, $3)', [ada.secretHash, body, LATER]);
  await applyAll(stage.sql, LATER);
};

const facts = (): Promise<Record<string, unknown>> =>
  one(stage.sql, `select (select count(*)::integer from public.calls) as calls, (select q.status from public.call_queue q) as item,
    (select count(*)::integer from public.active_calls s where s.adopted) as adopted_lines, (select count(*)::integer from public.credit_holds) as holds,
    (select u.credits from public.users u where u.id = $1) as credits, (select a.state from public.call_attempts a) as attempt`, [ada.id]);

test('a ghost takes its waiting person, a line above the limit, and is paid once', async () => {
  const attempt = await givenUp();
  expect(await facts()).toEqual({ calls: 0, item: 'pending', adopted_lines: 0, holds: 0, credits: 100, attempt: 'void' });
  await tell(attempt, 'in-progress');
  expect(await facts()).toEqual({ calls: 1, item: 'processing', adopted_lines: 1, holds: 0, credits: 100, attempt: 'accepted' });
  for (const source of ['webhook', 'pull', 'pull', 'webhook'] as const) await tell(attempt, 'completed', source);
  expect(await facts()).toEqual({ calls: 1, item: 'completed', adopted_lines: 0, holds: 0, credits: 98, attempt: 'accepted' });
  expect(await violations(stage.sql, LATER)).toEqual([]);
});

test('a ghost whose first word is its last leaves no line behind', async () => {
  const attempt = await givenUp();
  await tell(attempt, 'completed', 'pull');
  expect(await facts()).toEqual({ calls: 1, item: 'completed', adopted_lines: 0, holds: 0, credits: 98, attempt: 'accepted' });
  expect(await violations(stage.sql, LATER)).toEqual([]);
});

test('a ghost whose person has been dialed anew stands beside that call and leaves the person alone', async () => {
  const attempt = await givenUp();
  await stage.sql.query("update public.call_queue set status = 'completed', completed_at = now(), due = true");
  await tell(attempt, 'completed', 'pull');
  expect(await facts()).toEqual({ calls: 1, item: 'completed', adopted_lines: 0, holds: 0, credits: 98, attempt: 'void' });
  expect(await valueOf(stage.sql, 'select c.queue_id from public.calls c')).toBeNull();
});

test('control: without adoption the call is nobody\'s, and nobody pays', async () => {
  await mutate(stage.sql, 'public.accept_attempts', [['if v_ghosts is not null then', 'if false then']]);
  const attempt = await givenUp();
  await tell(attempt, 'completed', 'pull');
  expect(await facts()).toMatchObject({ calls: 0, credits: 100 });
});
