// Messages to a tenant: each event makes one, in the pages and by mail as the tenant wants it; a summary for each local day, once.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aStage, type Stage } from '../../properties/stage.ts';
import { aCampaign, aTenant, anAgent, count, one, signedIn, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
type Row = Record<string, unknown>;
const as = (text: string, values: unknown[] = [], tenant = ada): Promise<Row[]> => signedIn(api, tenant, async (sql) => (await sql.query<Row>(text, values)).rows);
const messages = (tenant = ada): Promise<Row[]> => as('select type, title, message, link, is_read from api.list_notifications() order by created_at, id', [], tenant);
const mails = async (tenant = ada): Promise<string[]> =>
  (await stage.sql.query<{ kind: string }>('select kind from public.email_outbox where user_id = $1 order by created_at, id', [tenant.id])).rows.map(({ kind }) => kind);
const wish = (columns: string, tenant = ada) => stage.sql.query(`update public.notification_preferences set ${columns} where user_id = $1`, [tenant.id]);
const spend = (credits: number) => stage.sql.query("select public.add_credits($1, $2, 'adjustment', 'spent')", [ada.id, -credits]);

async function aCall(end: { status?: string; shortfall?: number; summary?: string } = {}): Promise<string> {
  const agent = await anAgent(stage.sql, ada);
  const { id } = await one<{ id: string }>(
    stage.sql,
    `insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, local_date, local_hour)
     values ($1, $2, $3, $3, '+12015550100', (now() at time zone 'UTC')::date, extract(hour from now() at time zone 'UTC')) returning id`, [ada.id, agent.id, randomUUID()]);
  await stage.sql.query(
    'update public.calls set status = $2, ended_at = now(), confirmed_at = now(), duration_seconds = 90, credits = 2, credits_shortfall = $3, summary = $4 where id = $1',
    [id, end.status ?? 'completed', end.shortfall ?? 0, end.summary ?? null]);
  return id;
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
  await stage.sql.query('delete from public.email_outbox');
  await stage.sql.query('delete from public.notifications');
  ada = await aTenant(stage.sql, { name: 'Ada', credits: 500 });
  await stage.sql.query('update public.users set email_verified = true where id = $1', [ada.id]);
});

describe('a message', () => {
  it('about low credits comes when the line is crossed, once, and again only after it was crossed upwards', async () => {
    await spend(400); // 100: the line itself
    expect(await messages()).toEqual([]);
    await spend(1);
    await spend(50);
    expect(await messages()).toMatchObject([{ type: 'low_credits', message: expect.stringMatching(/^99 credits are left/) as unknown, is_read: false }]);
    await stage.sql.query("select public.add_credits($1, 500, 'purchase', 'bought')", [ada.id]);
    await spend(500);
    expect(await messages()).toHaveLength(2);
    expect(await mails()).toEqual(['notification', 'notification']);
  });

  it('about low credits comes at the tenant\'s own line, and never at 0', async () => {
    await as('select api.set_notification_preferences(p_low_credits_threshold => 450)');
    await spend(60);
    expect(await messages()).toHaveLength(1);
    await as('select api.set_notification_preferences(p_low_credits_threshold => 0)');
    await spend(440);
    expect(await messages()).toHaveLength(1);
    for (const wrong of [-1, 2_000_000_000]) await expect(as('select api.set_notification_preferences(p_low_credits_threshold => $1)', [wrong])).rejects.toMatchObject({ message: 'credits_threshold_invalid' });
  });

  it('says that a campaign has finished, with who was reached', async () => {
    const campaign = await aCampaign({ sql: stage.sql, api }, ada, await anAgent(stage.sql, ada), { people: 2 });
    await stage.sql.query("update public.call_queue set status = 'cancelled' where campaign_id = $1", [campaign.id]);
    await stage.sql.query('select public.complete_campaigns(array[$1::uuid])', [campaign.id]);
    await stage.sql.query('select public.complete_campaigns(array[$1::uuid])', [campaign.id]);
    expect(await messages()).toMatchObject([{ type: 'campaign_finished', title: 'Campaign finished: Campaign', message: '0 of 2 people were reached.', link: `/campaigns/${campaign.id}` }]);
  });

  it('says what a call that came in was not paid for', async () => {
    const id = await aCall({ shortfall: 3 });
    expect(await messages()).toMatchObject([{ type: 'credits_short', link: `/calls/${id}` }]);
  });

  it('is one for one event, of many who notice it at once', async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => stage.sql.query(
      "insert into public.notifications (user_id, type, event_key, title, message) values ($1, 'meeting_booked', 'the same', 'Meeting', 'At noon') on conflict do nothing returning id", [ada.id])));
    expect(told.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)).toBe(1);
    expect(await mails()).toEqual(['notification']);
  });

  it('is seen, unseen again, and all at once up to the newest on the page', async () => {
    await spend(450);
    const [{ id } = {}] = await as('select id from api.list_notifications(true)');
    expect(await as('select is_read from api.read_notification($1)', [id])).toEqual([{ is_read: true }]);
    expect(await as('select api.count_unread_notifications() as n')).toEqual([{ n: 0 }]);
    expect(await as('select is_read from api.read_notification($1, false)', [id])).toEqual([{ is_read: false }]);
    expect(await as("select api.read_all_notifications(now() - interval '1 hour') as n")).toEqual([{ n: 0 }]);
    expect(await as('select api.read_all_notifications() as n')).toEqual([{ n: 1 }]);
    expect(await as('select id from api.list_notifications(true)')).toEqual([]);
    const bo = await aTenant(stage.sql, { name: 'Bo' });
    for (const which of [id, randomUUID()]) await expect(as('select api.read_notification($1)', [which], bo)).rejects.toMatchObject({ message: 'notification_not_found' });
  });

  it('is listed page by page, the newest first', async () => {
    await stage.sql.query(
      "insert into public.notifications (user_id, type, title, message, created_at) select $1, 'meeting_booked', g::text, 'x', timestamptz '2031-01-01' + g * interval '1 minute' from generate_series(1, 5) g", [ada.id]);
    const first = await as('select id, title, created_at::text from api.list_notifications(p_limit => 3)');
    expect(first.map(({ title }) => title)).toEqual(['5', '4', '3']);
    const next = await as('select title from api.list_notifications(false, $1, $2, 3)', [first.at(-1)?.['created_at'], first.at(-1)?.['id']]);
    expect(next.map(({ title }) => title)).toEqual(['2', '1']);
  });

  it('is not shown to who wants none, and is there when they change their mind', async () => {
    await as('select api.set_notification_preferences(p_in_app_enabled => false)');
    await spend(450);
    expect(await messages()).toEqual([]);
    expect(await as('select api.count_unread_notifications() as n')).toEqual([{ n: 0 }]);
    await as('select api.set_notification_preferences(p_in_app_enabled => true)');
    expect(await messages()).toHaveLength(1);
  });

  it('is deleted when it is too old, and no other', async () => {
    await stage.sql.query(
      "insert into public.notifications (user_id, type, title, message, created_at) select $1, 'meeting_booked', g::text, 'x', now() - g * interval '1 day' from generate_series(88, 91) g", [ada.id]);
    expect(await count(stage.sql, 'select public.cleanup_old_notifications()')).toBe(2);
    expect(await messages()).toHaveLength(2);
  });
});

describe('mail', () => {
  it.each([
    ['all mail off', 'email_enabled = false', 0], ['the usual wishes', 'email_enabled = true', 2], ['no mail about meetings', 'meeting_booked_email = false', 1],
  ])('with %s', async (_what, wishes, howMany) => {
    await wish(wishes);
    await spend(450);
    await stage.sql.query("insert into public.notifications (user_id, type, title, message) values ($1, 'meeting_booked', 'Meeting', 'At noon')", [ada.id]);
    expect(await messages()).toHaveLength(2);
    expect(await mails()).toHaveLength(howMany);
  });

  it('goes to no address that is not known to be the person\'s, and to no account that is off', async () => {
    await stage.sql.query('update public.users set email_verified = false where id = $1', [ada.id]);
    await spend(450);
    await stage.sql.query('update public.users set email_verified = true, is_active = false where id = $1', [ada.id]);
    await stage.sql.query("insert into public.notifications (user_id, type, title, message) values ($1, 'meeting_booked', 'Meeting', 'At noon')", [ada.id]);
    expect(await mails()).toEqual([]);
  });

  it('about completed calls goes to who wants it, for completed calls', async () => {
    await aCall();
    expect(await mails()).toEqual([]);
    await wish('call_completed_email = true');
    await aCall();
    await aCall({ status: 'no-answer' });
    expect(await mails()).toEqual(['call_completed']);
  });

  it('about calls waits when a tenant has had many within the hour, and is not sent a day late', async () => {
    await stage.sql.query("update public.system_config set value = '2' where key = 'emails.calls_per_hour'");
    await wish('call_completed_email = true');
    for (let n = 0; n < 4; n++) await aCall();
    const take = async (limit: number): Promise<number> => {
      const { rows } = await stage.sql.query<{ id: string }>('select id from public.take_emails($1)', [limit]);
      for (const { id } of rows) await stage.sql.query("select public.record_email_answer($1, 'sent', 'ok')", [id]);
      return rows.length;
    };
    expect([await take(1), await take(1), await take(10)]).toEqual([1, 1, 0]);
    await stage.sql.query("update public.email_outbox set sent_at = now() - interval '61 minutes' where user_id = $1 and sent_at is not null", [ada.id]);
    expect(await take(1)).toBe(1);
    await stage.sql.query("update public.email_outbox set created_at = now() - interval '25 hours' where user_id = $1 and state = 'queued'", [ada.id]);
    expect(await take(10)).toBe(0);
    expect(await count(stage.sql, "select count(*) from public.email_outbox where user_id = $1 and state = 'failed' and last_answer like 'it was a day old%'", [ada.id])).toBe(1);
  });

  it('about what is gone is not sent', async () => {
    await spend(450);
    await stage.sql.query('delete from public.notifications where user_id = $1', [ada.id]);
    expect((await stage.sql.query('select id from public.take_emails(10)')).rows).toEqual([]);
    expect(await count(stage.sql, "select count(*) from public.email_outbox where user_id = $1 and state = 'failed' and last_answer = 'what it is about is gone'", [ada.id])).toBe(1);
  });
});

describe('the daily summary', () => {
  /** Runs the schedule every quarter of an hour of these days and returns the days of the summaries written. */
  async function daysOf(zone: string, from: string, hours: number): Promise<string[]> {
    await stage.sql.query('update public.users set location = $2 where id = $1', [ada.id, zone]);
    await stage.sql.query("insert into public.follow_ups (user_id, lead_phone, follow_up_date) values ($1, '+15550000000', '2025-01-01')", [ada.id]);
    const start = Date.parse(from);
    for (let quarter = 0; quarter < hours * 4; quarter++) await stage.sql.query('select public.queue_daily_summaries($1)', [new Date(start + quarter * 900_000)]);
    const { rows } = await stage.sql.query<{ day: string; hour: string }>(
      "select right(subject_key, 10) as day, to_char(created_at at time zone $2, 'HH24:MI') as hour from public.email_outbox where user_id = $1 and kind = 'daily_summary' order by created_at", [ada.id, zone]);
    expect(new Set(rows.map(({ hour }) => hour))).toEqual(new Set(['08:00']));
    return rows.map(({ day }) => day);
  }

  it.each([
    ['Europe/Berlin', '2026-03-28T00:00Z', 'put forward', ['2026-03-27', '2026-03-28', '2026-03-29']],
    ['Europe/Berlin', '2026-10-24T00:00Z', 'put back', ['2026-10-23', '2026-10-24', '2026-10-25']],
    ['America/St_Johns', '2026-10-31T02:30Z', 'put back', ['2026-10-30', '2026-10-31', '2026-11-01']],
    ['Australia/Lord_Howe', '2026-04-03T13:00Z', 'put back by half an hour', ['2026-04-03', '2026-04-04', '2026-04-05']],
  ])('in %s around %s, when clocks are %s, comes once for each local day, at eight', async (zone, from, _what, days) => {
    expect(await daysOf(zone, from, 72)).toEqual(days);
  });

  it('comes once, however many ask for it, and late when nobody asked in time', async () => {
    await stage.sql.query("insert into public.follow_ups (user_id, lead_phone, follow_up_date) values ($1, '+15550000000', '2025-01-01')", [ada.id]);
    await Promise.all(Array.from({ length: 12 }, () => stage.sql.query("select public.queue_daily_summaries('2031-05-05 19:40Z')")));
    expect(await mails()).toEqual(['daily_summary']);
  });

  it('has the figures of the day and what is due', async () => {
    await aCall();
    await stage.sql.query("insert into public.calendar_meetings (user_id, meeting_time, title) values ($1, date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '1 day 10 hours', 'Visit')", [ada.id]);
    await stage.sql.query("insert into public.follow_ups (user_id, lead_phone, follow_up_date) values ($1, '+15550000000', '2025-01-01')", [ada.id]);
    const { rows: [{ today } = {}] } = await stage.sql.query<{ today: string }>("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as today");
    await stage.sql.query("select public.queue_daily_summaries(date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '1 day 9 hours')");
    const { rows: [{ key } = {}] } = await stage.sql.query<{ key: string }>("select subject_key as key from public.email_outbox where user_id = $1", [ada.id]);
    expect(key?.endsWith(today ?? '-')).toBe(true);
    const { rows: [{ facts } = {}] } = await stage.sql.query<{ facts: unknown }>(
      "select public.email_facts('daily_summary', $1, $2, date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '1 day 9 hours') as facts", [key, ada.id]);
    expect(facts).toEqual({ day: today, calls: 1, answered: expect.any(Number) as unknown, seconds: 90, qualified: 0, credits_used: 2, credits_left: 498, follow_ups_due: 1, meetings: ['10:00 Visit'] });
  });

  it('does not come where nothing happened and nothing is due, and not to who does not want it', async () => {
    await stage.sql.query("select public.queue_daily_summaries('2031-05-05 19:40Z')");
    await stage.sql.query("insert into public.follow_ups (user_id, lead_phone, follow_up_date) values ($1, '+15550000000', '2025-01-01')", [ada.id]);
    await wish('daily_summary_email = false');
    await stage.sql.query("select public.queue_daily_summaries('2031-05-05 19:40Z')");
    expect(await mails()).toEqual([]);
    await expectInvariants(stage.sql);
  });
});
