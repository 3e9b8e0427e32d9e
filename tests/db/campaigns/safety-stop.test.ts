// A campaign of whose calls too many fail stops itself, says so once, and goes on when somebody has looked.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aStage, type Stage, valueOf } from '../../properties/stage.ts';
import { aCampaign, aTenant, anAgent, signedIn, type Agent, type Campaign, type Tenant } from '../../support/cast.ts';

const NOW = new Date();
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let agent: Agent;
let campaign: Campaign;
let made = 0;
type Row = Record<string, unknown>;
const row = async (text: string, values: unknown[] = []): Promise<Row> => (await signedIn(api, ada, async (sql) => (await sql.query<Row>(text, values)).rows))[0] ?? {};
const stop = (at: Date): Promise<number> => valueOf(stage.sql, 'select public.stop_failing_campaigns($1)', [at]);
const status = (): Promise<string> => valueOf(stage.sql, 'select status from public.call_campaigns where id = $1', [campaign.id]);
const messages = (): Promise<string[]> => stage.sql.query<{ message: string }>("select message from public.notifications where user_id = $1 and type = 'campaign_stopped' order by created_at", [ada.id]).then(({ rows }) => rows.map(({ message }) => message));

/** Ended calls of the campaign, `ago` minutes before NOW. */
async function calls(count: number, outcome: string, ago: number, confirmed = true): Promise<void> {
  await stage.sql.query(
    `insert into public.calls (user_id, agent_id, campaign_id, bolna_conversation_id, bolna_execution_id, phone_number, status, confirmed_at, created_at, local_date, local_hour)
     select $1, $2, $3, $4 || g, $4 || g, '+15550000000', $5, case when $6 then $7::timestamptz end, $7, current_date, 10 from generate_series(1, $8::integer) g`,
    [ada.id, agent.id, campaign.id, `made ${String(++made)} `, outcome, confirmed, later(-ago), count]);
}

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
});
afterAll(async () => {
  await api.end();
  await stage.end();
});
beforeEach(async () => {
  await stage.sql.query("update public.call_campaigns set status = 'cancelled' where status not in ('cancelled', 'completed')");
  ada = await aTenant(stage.sql);
  agent = await anAgent(stage.sql, ada);
  campaign = await aCampaign({ sql: stage.sql, api }, ada, agent, { people: 3 });
  await stage.sql.query('update public.call_campaigns set watched_from = $2 where id = $1', [campaign.id, later(-600)]);
});

it.each([
  ['enough calls, half of them failed', [[10, 'failed', 5], [10, 'completed', 5]], true], ['one failure too few', [[9, 'failed', 5], [11, 'completed', 5]], false], ['too few calls', [[19, 'failed', 5]], false],
  ['failures of long ago', [[20, 'failed', 16]], false], ['lines that were busy and calls that nobody took', [[20, 'busy', 5], [20, 'no-answer', 5]], false],
] as const)('with %s', async (_words, made_, stops) => {
  for (const [count, outcome, ago] of made_) await calls(count, outcome, ago);
  expect(await stop(NOW)).toBe(stops ? 1 : 0);
  expect(await status()).toBe(stops ? 'paused' : 'active');
});

it('does not count calls whose end nobody has confirmed', async () => {
  await calls(30, 'failed', 5, false);
  expect(await stop(NOW)).toBe(0);
});

it('says why, once, and goes on when it is resumed, with what failed before forgotten', async () => {
  await calls(14, 'failed', 5);
  await calls(6, 'completed', 5);
  expect(await stop(NOW)).toBe(1);
  expect(await stop(later(1))).toBe(0);
  expect(await messages()).toEqual(['14 of the last 20 calls failed. Look at them before you resume it.']);
  expect(await row('select key, sentence, action from api.explain_campaign_state($1)', [campaign.id])).toEqual({
    key: 'safety_stop', sentence: 'Stopped itself: 14 of the last 20 calls failed. Look at them before it goes on.', action: 'resume' });
  expect(await valueOf(stage.sql, "select bool_or(l.open) from public.dispatch_lanes l where l.campaign_id = $1", [campaign.id])).not.toBe(true);
  await row('select status from api.resume_campaign($1, $2)', [campaign.id, later(2)]);
  expect(await status()).toBe('active');
  expect(await stop(later(3))).toBe(0);
  await calls(20, 'failed', -4);
  expect(await stop(later(5))).toBe(1);
  expect(await messages()).toHaveLength(2);
});

it('says nothing of safety when a person pauses', async () => {
  await row('select api.pause_campaign($1)', [campaign.id]);
  expect((await row('select key from api.explain_campaign_state($1)', [campaign.id]))['key']).toBe('paused');
  expect(await messages()).toEqual([]);
});
