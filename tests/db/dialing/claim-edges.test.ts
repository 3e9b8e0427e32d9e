// What a claim leaves alone, and what becomes of people whom nobody can call any more.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Stage, type Tenant, aStage, aTenant, mutate, valueOf } from '../../properties/stage.ts';

const NOW = new Date('2026-06-01T10:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const WORKER = randomUUID();

let stage: Stage;
let ada: Tenant;
beforeEach(async () => {
  stage = await aStage();
  ada = await aTenant(stage.sql, 1000);
});
afterEach(() => stage.end());

/** A launched campaign of some people, whose hours are always open. Returns its id. */
async function aCampaign(people: number, dates: { start: string; end: string } = { start: '2026-01-01', end: '2026-12-31' }, status = 'active'): Promise<string> {
  const id = await valueOf<string>(
    stage.sql,
    `insert into public.call_campaigns (user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, end_date, campaign_timezone, max_retries, retry_interval_minutes, total_contacts)
     values ($1, $2, 'Spring', 'talk', $5, '00:00', '00:00', $3, $4, 'UTC', 1, 5, $6) returning id`,
    [ada.id, ada.agentId, dates.start, dates.end, status, people],
  );
  await stage.sql.query(
    `with l as (select public.ensure_lane($1, 'campaign', $2, 'XF UTC') as id),
       t as (insert into public.contacts (user_id, name, phone_number) select $1, 'Person ' || n, '+44770090' || lpad(n::text, 4, '0') from generate_series(1, $4) n returning id, phone_number)
     insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, max_retries, lane_id)
     select $1, $2, t.id, $3, t.phone_number, 1, l.id from t, l`,
    [ada.id, id, ada.agentId, people],
  );
  await stage.sql.query('select public.set_lane_windows(array_agg(id), $1) from public.dispatch_lanes', [NOW]);
  return id;
}
const claim = async (at: Date, want = 10): Promise<string[]> => (await stage.sql.query<{ id: string }>('select attempt_id as id from public.claim_calls($1, $2, $3)', [WORKER, want, at])).rows.map((row) => row.id);
const statuses = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await stage.sql.query<{ status: string; n: number }>('select status, count(*)::integer as n from public.call_queue group by 1')).rows.map((row) => [row.status, row.n]));

test('a claim takes nobody whose hours end before the provider must have answered', async () => {
  await aCampaign(3);
  const timeout = await valueOf<number>(stage.sql, "select public.setting('dial.http_timeout_ms')") / 1000;
  await stage.sql.query('update public.dispatch_lanes set closes_at = $1', [later(timeout - 1)]);
  expect(await claim(NOW)).toEqual([]);
  await stage.sql.query('update public.dispatch_lanes set closes_at = $1, ready = true', [later(timeout + 1)]);
  await stage.sql.query('update public.tenant_dispatch set ready = true');
  expect(await claim(NOW)).toHaveLength(3);
});

test('control: without the margin they are taken, only to be refused before the wire', async () => {
  await aCampaign(3);
  await stage.sql.query('update public.dispatch_lanes set closes_at = $1', [later(1)]);
  await mutate(stage.sql, 'public.pick_queue_items', [["p_now + public.setting('dial.http_timeout_ms') * interval '1 millisecond'", 'p_now']]);
  expect(await claim(NOW)).toHaveLength(3);
});

test('a campaign that was scheduled and missed all of its days ends, and its people with it', async () => {
  const id = await aCampaign(4, { start: '2026-07-01', end: '2026-07-03' }, 'scheduled');
  const at = (when: string): Promise<number> => valueOf<number>(stage.sql, 'select public.advance_campaigns(5000, $1)', [when]);
  expect(await at('2026-07-03T12:00:00Z')).toBe(0);
  expect(await valueOf(stage.sql, 'select status from public.call_campaigns where id = $1', [id])).toBe('scheduled');
  expect(await at('2026-07-05T00:00:01Z')).toBe(4);
  expect(await statuses()).toEqual({ cancelled: 4 });
  expect(await valueOf(stage.sql, 'select distinct error_message from public.call_queue')).toBe('campaign_ended');
  expect(await valueOf(stage.sql, 'select status from public.call_campaigns where id = $1', [id])).toBe('completed');
});

test('a number on which the provider never answers clearly is given up after its retries and three more', async () => {
  await aCampaign(1);
  let at = NOW;
  let tries = 0;
  while ((await statuses())['failed'] === undefined && tries < 20) {
    await stage.sql.query("update public.call_queue set due = true, scheduled_for = null where status = 'pending'; update public.dispatch_lanes set ready = true; update public.tenant_dispatch set ready = true");
    const [attempt] = await claim(at, 1);
    if (attempt === undefined) throw new Error('nobody was claimed');
    await stage.sql.query('select public.fence_attempt($1, $2, $3)', [attempt, WORKER, at]);
    await stage.sql.query("select public.record_dial_answer($1, $2, null, 'timeout', null, null, null, $3)", [attempt, WORKER, at]);
    await stage.sql.query("select public.end_attempts(array[$1::uuid], 'void', 'retry', 'never_placed', p_now => $2)", [attempt, at]);
    tries++;
    at = new Date(at.getTime() + 3600_000);
  }
  expect(tries).toBe(1 + 1 + 3); // the first, one retry, three for unclear answers
  expect(await statuses()).toEqual({ failed: 1 });
});

test('an opted-out person whose campaign is busy is left for the next claim, which nobody has to wait for', async () => {
  const id = await aCampaign(1);
  await stage.sql.query("insert into public.do_not_call (user_id, phone_number, reason, source) select $1, phone_number, 'asked', 'manual' from public.contacts", [ada.id]);
  const busy = new pg.Client({ connectionString: stage.db.definerUrl });
  await busy.connect();
  await busy.query('begin');
  await busy.query('select 1 from public.call_campaigns where id = $1 for update', [id]);
  expect(await claim(NOW)).toEqual([]);
  expect(await statuses()).toEqual({ pending: 1 });
  await busy.query('rollback');
  await busy.end();
  expect(await claim(later(1))).toEqual([]);
  expect(await statuses()).toEqual({ cancelled: 1 });
  expect(await valueOf(stage.sql, 'select status from public.call_campaigns')).toBe('completed');
});
