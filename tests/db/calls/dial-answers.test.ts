// How long everything waits after a refusal: as long as the provider asks, within an hour, and no longer than its class
// says when it does not ask.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { one } from '../../support/cast.ts';
import { aStage, aTenant, mutate, type Stage, type Tenant, valueOf } from '../../properties/stage.ts';

const NOW = new Date('2026-06-01T10:00:00Z');

let stage: Stage;
let ada: Tenant;

beforeEach(async () => {
  stage = await aStage();
  ada = await aTenant(stage.sql, 100);
});
afterEach(() => stage.end());

/** Claims one direct call, sends it, and records an answer; what became of it, with waits in seconds from now. */
async function answered(answer: { status?: number; transport?: string; retryAfter?: number }): Promise<{ state: string; item: string; item_waits: number | null; breaker_waits: number | null }> {
  const worker = randomUUID();
  await stage.sql.query(
    `with p as (insert into public.contacts (user_id, name, phone_number) values ($1, 'Person', '+447700900001') returning id)
     insert into public.call_queue (user_id, contact_id, agent_id, phone_number, call_type, lane_id)
     select $1, p.id, $2, '+447700900001', 'direct', public.ensure_lane($1, 'direct', null, 'XF UTC') from p`,
    [ada.id, ada.agentId],
  );
  const attempt = await valueOf<string>(stage.sql, 'select attempt_id from public.claim_calls($1, 1, $2)', [worker, NOW]);
  await stage.sql.query('select public.fence_attempt($1, $2, $3)', [attempt, worker, NOW]);
  await stage.sql.query('select public.record_dial_answer($1, $2, $3, $4, null, null, $5, $6)', [attempt, worker, answer.status ?? null, answer.transport ?? null, answer.retryAfter ?? null, NOW]);
  return one(
    stage.sql,
    `select a.state, q.status as item, extract(epoch from q.scheduled_for - $2)::integer as item_waits,
       (select extract(epoch from b.open_until - $2)::integer from public.provider_breakers b) as breaker_waits
     from public.call_attempts a join public.call_queue q on q.id = a.queue_id where a.id = $1`,
    [attempt, NOW],
  );
}

test.each([
  ['429 without Retry-After', { status: 429 }, 5],
  ['429 with Retry-After', { status: 429, retryAfter: 20 }, 20],
  ['429 with a Retry-After that is shorter than our own wait', { status: 429, retryAfter: 1 }, 5],
  ['429 that asks for a week', { status: 429, retryAfter: 604_800 }, 3600],
  ['a refused connection', { transport: 'refused' }, 5],
  ['a name that is not known', { transport: 'dns' }, 5],
  ['a key that is not accepted', { status: 403 }, 60],
  ['no money at the provider', { status: 402 }, 300],
])('%s', async (_what, answer, seconds) => {
  expect(await answered(answer)).toEqual({ state: 'rejected', item: 'pending', item_waits: seconds, breaker_waits: seconds });
});

test.each([[500], [502], [408], [409], [302]])('%d leaves open whether a call was placed, and stops nobody', async (status) => {
  expect(await answered({ status })).toEqual({ state: 'unknown', item: 'processing', item_waits: null, breaker_waits: null });
});

test.each([['timeout'], ['reset']])('a %s leaves it open too', async (transport) => {
  expect(await answered({ transport })).toMatchObject({ state: 'unknown', item: 'processing', breaker_waits: null });
});

test('control: least() ignores a null, and an hour is what a 429 without Retry-After would cost', async () => {
  await mutate(stage.sql, 'public.record_dial_answer', [['least(coalesce(p_retry_after_seconds, 0), 3600)', 'coalesce(least(p_retry_after_seconds, 3600), 0)']]);
  expect(await answered({ status: 429 })).toMatchObject({ breaker_waits: 3600 });
});
