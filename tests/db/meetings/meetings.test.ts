// Meetings without any calendar elsewhere: booked by hand at a local time, or by what was agreed in a call; moved, held, cancelled, booked again.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aStage, type Stage } from '../../properties/stage.ts';
import { aTenant, anAgent, contacts, count, one, signedIn, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let contactId: string;
type Row = Record<string, unknown>;
const NOW = '2031-03-01 12:00Z';
const as = (tenant: Tenant, text: string, values: unknown[] = []): Promise<Row[]> => signedIn(api, tenant, async (sql) => (await sql.query<Row>(text, values)).rows);
const row = async (text: string, values: unknown[] = [], tenant = ada): Promise<Row> => (await as(tenant, text, values))[0] ?? {};
interface Wish { date?: string | null; time?: string | null; minutes?: number | null; title?: string; zone?: string; email?: string | null; despite?: boolean; callId?: string; location?: string; contact?: string }
const book = ({ date = '2031-03-05', time = '10:00', minutes = 30, title = 'Visit', zone = 'UTC', email = null, despite = false, callId, location, contact = contactId }: Wish = {}, tenant = ada): Promise<Row> =>
  row('select m.*, m.meeting_time as at from api.book_meeting($1, $2, $3, $4, $5, null, $11, $6, $7, $8, $9, $10) m', [contact, date, time, minutes, title, email, zone, callId ?? null, despite, NOW, location ?? null], tenant);
const move = (id: unknown, date: string, time: string, minutes: number | null = null, despite = false): Promise<Row> =>
  row('select m.* from api.move_meeting($1, $2, $3, $4, null, $5, $6) m', [id, date, time, minutes, despite, NOW]);
const become = (id: unknown, status: string | null, tenant = ada): Promise<Row> => row('select m.* from api.set_meeting_status($1, $2, $3) m', [id, status, NOW], tenant);

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
});
afterAll(async () => {
  await expectInvariants(stage.sql);
  await api.end();
  await stage.end();
});
beforeEach(async () => {
  await stage.sql.query('delete from public.calendar_meetings');
  ada = await aTenant(stage.sql, { name: 'Ada' });
  [contactId = ''] = await contacts(stage.sql, ada, 1);
});

describe('a meeting', () => {
  it('is at a local time of its zone, is one however often it is booked, and has name and address of the contact', async () => {
    await stage.sql.query("update public.contacts set email = 'guest@example.test' where id = $1", [contactId]);
    const made = await book({ time: '10:00', zone: 'Asia/Kolkata', title: ' ' });
    expect(made).toMatchObject({ at: new Date('2031-03-05T04:30Z'), timezone: 'Asia/Kolkata', title: 'Meeting with Person 0', attendee_email: 'guest@example.test', status: 'scheduled', is_open: true, sync_state: 'none' });
    expect((await book({ time: '04:30' }))['id']).toBe(made['id']);
    expect((await book({ time: '11:00', email: '' }))['attendee_email']).toBeNull();
  });

  it.each([
    ['a day that is past', { date: '2031-02-28' }, 'meeting_time_invalid'], ['a day that is far off', { date: '2037-01-01' }, 'meeting_time_invalid'],
    ['no day', { date: null }, 'local_time_invalid'], ['no time', { time: null }, 'local_time_invalid'],
    ['a time that clocks skip', { date: '2031-03-30', time: '02:30', zone: 'Europe/Berlin' }, 'local_time_skipped'],
    ['a zone that is none', { zone: 'EST5EDT+1' }, 'timezone_unknown'], ['no length', { minutes: null }, 'meeting_length_invalid'], ['a length of two days', { minutes: 2880 }, 'meeting_length_invalid'],
    ['a title of two lines', { title: 'a\nb' }, 'meeting_text_invalid'], ['a place that is too long', { location: 'x'.repeat(501) }, 'meeting_text_invalid'],
    ['an address that is two', { email: 'a@b.example, c@d.example' }, 'attendee_email_invalid'], ['a call of nobody', { callId: randomUUID() }, 'call_not_found'],
    ['a contact of nobody', { contact: randomUUID() }, 'contact_not_found'],
  ] as [string, Wish, string][])('is not booked for %s', async (_what, wish, message) => {
    await expect(book(wish)).rejects.toMatchObject({ message });
  });

  it('does not overlap another one unless it is meant to, and then says so', async () => {
    const first = await book({ time: '10:00' });
    const [other = ''] = await contacts(stage.sql, ada, 1, { first: 5 });
    for (const time of ['10:15', '09:45']) await expect(book({ time, contact: other })).rejects.toMatchObject({ message: 'meeting_conflict' });
    expect(await book({ time: '10:30', contact: other })).toMatchObject({ is_conflicting: false });
    expect(await book({ time: '10:15', contact: other, despite: true })).toMatchObject({ is_conflicting: true });
    expect(await row('select is_conflicting from api.get_meeting($1)', [first['id']])).toEqual({ is_conflicting: true });
    const bo = await aTenant(stage.sql, { name: 'Bo' });
    const [bos = ''] = await contacts(stage.sql, bo, 1);
    expect(await book({ contact: bos }, bo)).toMatchObject({ is_conflicting: false });
  });

  it('at one hour is one of twenty that are booked at the same moment', async () => {
    const people = await contacts(stage.sql, ada, 20, { first: 20 });
    const tries = await Promise.allSettled(people.map(async (contact) => {
      const own = new pg.Client({ connectionString: stage.db.apiUrl });
      await own.connect();
      try {
        await signedIn(own, ada, (sql) => sql.query("select api.book_meeting($1, '2031-03-07', '15:00', p_timezone => 'UTC', p_now => $2)", [contact, NOW]));
      } finally {
        await own.end();
      }
    }));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await count(stage.sql, "select count(*) from public.calendar_meetings where user_id = $1 and meeting_time = '2031-03-07 15:00Z'", [ada.id])).toBe(1);
  });

  it('is moved in its zone, keeps its length, and is not moved onto another', async () => {
    const { id } = await book();
    expect(await move(id, '2031-03-06', '12:00')).toMatchObject({ meeting_time: new Date('2031-03-06T12:00Z'), duration_minutes: 30, status: 'rescheduled' });
    await book({ date: '2031-03-08' });
    await expect(move(id, '2031-03-08', '10:10')).rejects.toMatchObject({ message: 'meeting_conflict' });
    expect(await move(id, '2031-03-08', '10:10', 45, true)).toMatchObject({ duration_minutes: 45, is_conflicting: true });
  });

  it('is held, cancelled and booked again, and takes no other step', async () => {
    const { id } = await book();
    expect(await become(id, 'completed')).toMatchObject({ status: 'completed', is_open: false });
    expect(await become(id, 'scheduled')).toMatchObject({ status: 'scheduled' });
    expect(await become(id, 'cancelled')).toMatchObject({ status: 'cancelled' });
    await expect(move(id, '2031-03-06', '12:00')).rejects.toMatchObject({ message: 'meeting_step_not_allowed' });
    await expect(become(id, 'completed')).rejects.toMatchObject({ message: 'meeting_step_not_allowed' });
    for (const wrong of ['rescheduled', 'held', null]) await expect(become(id, wrong)).rejects.toMatchObject({ message: 'meeting_status_invalid' });
    expect(await become(id, 'scheduled')).toMatchObject({ status: 'scheduled' });
  });

  it('takes exactly the steps of meeting_status_steps, whoever writes', async () => {
    const words = ['scheduled', 'rescheduled', 'completed', 'cancelled'];
    const legal = new Set((await stage.sql.query<{ step: string }>("select from_status || ' ' || to_status as step from public.meeting_status_steps")).rows.map(({ step }) => step));
    const { id } = await book();
    for (const from of words)
      for (const to of words) {
        await stage.sql.query('delete from public.calendar_meetings where id = $1', [id]);
        await stage.sql.query("insert into public.calendar_meetings (id, user_id, meeting_time, title, status) values ($1, $2, now(), 'x', $3)", [id, ada.id, from]);
        const taken = await stage.sql.query('update public.calendar_meetings set status = $2 where id = $1', [id, to]).then(() => true, () => false);
        expect({ from, to, taken }).toEqual({ from, to, taken: from === to || legal.has(`${from} ${to}`) });
      }
  });

  it('is changed in its words', async () => {
    const { id } = await book({ location: 'Room 1' });
    const change = (...values: unknown[]): Promise<Row> => row('select m.* from api.change_meeting($1, $2, $3, $4, $5) m', [id, ...values]);
    expect(await change('Longer', 'About it', '', 'guest@example.test')).toMatchObject({ title: 'Longer', description: 'About it', location: null, attendee_email: 'guest@example.test' });
    expect(await change(null, null, null, '')).toMatchObject({ title: 'Longer', description: 'About it', attendee_email: null });
    await expect(change('', null, null, null)).rejects.toMatchObject({ message: 'meeting_text_invalid' });
  });

  it('is over when its time is', async () => {
    const [soon, late] = [await book({ time: '10:00' }), await book({ time: '12:00' })];
    expect(await count(stage.sql, "select public.complete_past_meetings('2031-03-05 10:29Z')")).toBe(0);
    expect(await count(stage.sql, "select public.complete_past_meetings('2031-03-05 12:10Z')")).toBe(1);
    expect([(await row('select status from api.get_meeting($1)', [soon['id']]))['status'], (await row('select status from api.get_meeting($1)', [late['id']]))['status']]).toEqual(['completed', 'scheduled']);
  });

  it('is listed page by page, those to come first things first, others the latest first; and counted', async () => {
    for (const time of ['10:00', '11:00', '12:00']) await book({ time });
    const { id } = await book({ time: '13:00' });
    await become(id, 'cancelled');
    const first = await as(ada, "select id, meeting_time::text as at from api.list_meetings('open', null, null, null, 2)");
    const next = await as(ada, "select meeting_time from api.list_meetings('open', null, $1, $2, 2)", [first[1]?.['at'], first[1]?.['id']]);
    expect(next).toEqual([{ meeting_time: new Date('2031-03-05T12:00Z') }]);
    expect(await as(ada, "select id from api.list_meetings('cancelled')")).toEqual([{ id }]);
    expect((await as(ada, "select to_char(meeting_time at time zone 'UTC', 'HH24') as h from api.list_meetings('all', $1)", [contactId])).map(({ h }) => h)).toEqual(['13', '12', '11', '10']);
    expect(await row("select * from api.count_meetings('2031-03-05 09:00Z')")).toEqual({ today: 3, open: 3, conflicting: 0, not_synced: 0 });
    expect(await row("select * from api.count_meetings('2031-03-04 09:00Z')")).toMatchObject({ today: 0, open: 3 });
  });

  it('of another tenant is answered as one that does not exist', async () => {
    const { id } = await book();
    const bo = await aTenant(stage.sql, { name: 'Bo' });
    for (const which of [id, randomUUID()])
      for (const call of ['api.get_meeting($1)', "api.move_meeting($1, '2031-03-06', '10:00')", "api.change_meeting($1, 'x')", "api.set_meeting_status($1, 'cancelled')"])
        await expect(as(bo, `select ${call}`, [which])).rejects.toMatchObject({ message: 'meeting_not_found' });
  });
});

describe('a meeting that was agreed in a call', () => {
  async function aLead(meetingAt: string | null, at = NOW): Promise<{ leadId: string; callId: string }> {
    const agent = await anAgent(stage.sql, ada);
    const { id: callId } = await one<{ id: string }>(stage.sql,
      `insert into public.calls (user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, local_date, local_hour)
       values ($1, $2, $3, $4, $4, '+15550000000', (now() at time zone 'UTC')::date, extract(hour from now() at time zone 'UTC')) returning id`, [ada.id, agent.id, contactId, randomUUID()]);
    const { id: leadId } = await one<{ id: string }>(stage.sql,
      `insert into public.lead_analytics (user_id, call_id, agent_id, contact_id, meeting_scheduled_at, local_date, local_hour, updated_at)
       values ($1, $2, $3, $4, $5, (now() at time zone 'UTC')::date, extract(hour from now() at time zone 'UTC'), $6) returning id`, [ada.id, callId, agent.id, contactId, meetingAt, at]);
    return { leadId, callId };
  }
  const booked = () => as(ada, "select title, meeting_time, call_id from api.list_meetings('all')");

  it('is booked once, and the tenant is told', async () => {
    const { leadId, callId } = await aLead('2031-03-05 10:00Z');
    await stage.sql.query("update public.lead_analytics set notes = 'again', updated_at = '2031-03-01 13:00Z' where id = $1", [leadId]);
    expect(await booked()).toEqual([{ title: 'Meeting with Person 0', meeting_time: new Date('2031-03-05T10:00Z'), call_id: callId }]);
    expect(await as(ada, 'select type, message, link from api.list_notifications()')).toEqual([{ type: 'meeting_booked', message: 'Agreed in a call for Wednesday, 5 March 2031, 10:00 (UTC).', link: expect.stringMatching(/^\/meetings\?peek=/) as unknown }]);
  });

  it('is booked when a person says afterwards that it was agreed, and not again when it was cancelled', async () => {
    const { leadId } = await aLead(null);
    const decide = (value: string): Promise<Row[]> => stage.sql.query("update public.lead_analytics set meeting_scheduled_at = $2, updated_at = $3 where id = $1", [leadId, value, NOW]).then(({ rows }) => rows as Row[]);
    await decide('2031-03-05 10:00Z');
    expect(await booked()).toHaveLength(1);
    const [{ id } = {}] = await as(ada, "select id from api.list_meetings('all')");
    await become(id, 'cancelled');
    await decide('2031-03-06 10:00Z');
    expect(await booked()).toHaveLength(1);
  });

  it('says that something else is at the same time', async () => {
    await book();
    await aLead('2031-03-05 10:10Z');
    expect((await as(ada, 'select message from api.list_notifications()'))[0]?.['message']).toMatch(/Something else is at the same time\.$/);
  });

  it.each([['in the past', '2031-02-01 10:00Z'], ['far off', '2040-01-01 10:00Z']])('is not booked %s', async (_what, at) => {
    await aLead(at);
    expect(await booked()).toEqual([]);
  });
});
