// Meetings and Google Calendar, against a server that speaks the same contract, with what goes wrong in between.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '@callgres/api/sealing';
import { expectInvariants } from '../support/invariants.ts';
import { Browser, aTenant, told } from './cast.ts';
import { type CalendarScene, type Connected, KEYS, SOON, aCalendarScene } from './calendar-scene.ts';

let scene: CalendarScene;
let ada: Connected;
beforeAll(async () => { scene = await aCalendarScene(); });
afterAll(async () => {
  await expectInvariants(scene.stage.sql);
  await scene.end();
});
beforeEach(async () => {
  ada = await scene.connected();
  await scene.sync();
});
afterEach(async () => {
  const { google } = scene;
  Object.assign(google, { fault: () => null });
  Object.assign(google.world, { meet: 'success', pageSize: 250, pushes: true, tamper: (token: string) => [token], channelLifeMs: 7 * 86_400_000 });
  await google.world.quiet();
  await scene.stage.sql.query('delete from public.provider_accounts');
});

const book = (time = '10:00', more: Partial<Parameters<Connected['tab']['api']['meetings']['book']['mutate']>[0]> = {}) =>
  ada.tab.api.meetings.book.mutate({ contactId: ada.contactId, date: SOON.day, time, title: 'Visit', attendeeEmail: 'guest@example.test', timezone: 'UTC', ...more });
const meeting = (meetingId: string) => ada.tab.api.meetings.byId.query({ meetingId });
const events = () => ada.account.living;
const messages = async (): Promise<string[]> => (await ada.tab.api.notifications.list.query({})).map(({ type, message }) => `${type}: ${message}`);
const whatGuestsLearned = (): string[] => ada.account.mails.map(({ what }) => what);
/** Breaks the nth call of a kind (from 0), before it is done or after. */
const breakOnce = (kind: string, when: 'before' | 'after', reply: object, nth = 0): void => {
  let seen = 0;
  scene.google.fault = (what, at) => (what === kind && at === when && seen++ === nth ? reply : null);
};

describe('connecting', () => {
  const answerAt = async (url: string, fields: Record<string, string>): Promise<string> => {
    const sent = await fetch(url, { method: 'POST', body: new URLSearchParams({ email: 'ada@google.example', name: 'Ada', verified: 'on', answer: 'yes', ...fields }), redirect: 'manual' });
    return new URL(sent.headers.get('location') ?? '').search.slice(1);
  };

  it('lets us into a calendar, which is read and tells of changes; what opens it is sealed for its row alone', async () => {
    const tenant = await aTenant(scene.stage);
    const tab = await new Browser(scene.stage.url).signIn(tenant);
    expect(await tab.api.calendar.account.query()).toEqual([]);
    const { url } = await tab.api.calendar.begin.mutate({});
    await tab.api.calendar.finish.mutate({ query: await answerAt(url, { calendar: 'on' }) });
    await scene.sync();
    expect(await tab.api.calendar.account.query()).toMatchObject([{ email: 'ada@google.example', status: 'connected', is_told: true, waiting: 0, failed: 0 }]);
    const { id, secret } = await scene.row<{ id: string; secret: string }>("select id, secret_sealed as secret from public.provider_accounts where user_id = $1", [tenant.id]);
    const place = { table: 'provider_accounts', column: 'secret_sealed', rowId: id };
    expect(unseal(KEYS, place, secret)).toMatch(/^1\/\//);
    expect(unseal(KEYS, { ...place, rowId: randomUUID() }, secret)).toBeNull();
    expect(unseal([{ id: 'k1', key: Buffer.alloc(32) }], place, secret)).toBeNull();
  });

  it.each([['pressed no', { answer: 'no' }], ['left the calendar out', {}]])('does nothing for who %s', async (_what, fields) => {
    const tab = await new Browser(scene.stage.url).signIn(await aTenant(scene.stage));
    const { url } = await tab.api.calendar.begin.mutate({});
    expect(await told(tab.api.calendar.finish.mutate({ query: await answerAt(url, fields) }))).toMatchObject({ key: 'calendar_declined', httpStatus: 403 });
    expect(await tab.api.calendar.account.query()).toEqual([]);
  });

  it('is for the browser and the person that began it, once', async () => {
    const tab = await new Browser(scene.stage.url).signIn(await aTenant(scene.stage));
    const { url } = await tab.api.calendar.begin.mutate({});
    const query = await answerAt(url, { calendar: 'on' });
    const other = await new Browser(scene.stage.url).signIn(await aTenant(scene.stage));
    other.visit = tab.visit;
    for (const stranger of [other, await new Browser(scene.stage.url).signIn(await aTenant(scene.stage))])
      expect(await told(stranger.api.calendar.finish.mutate({ query }))).toMatchObject({ key: 'oauth_state_invalid' });
    const visit = tab.visit;
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => Object.assign(new Browser(scene.stage.url), { cookie: tab.cookie, renewal: tab.renewal, visit }).api.calendar.finish.mutate({ query })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a meeting', () => {
  it('becomes an event with a video meeting, to which the guest is invited once', async () => {
    const { id } = await book();
    expect(await meeting(id)).toMatchObject({ sync_state: 'waiting' });
    await scene.sync();
    expect(events()).toMatchObject([{ summary: 'Visit', start: { dateTime: SOON.at('10:00'), timeZone: 'UTC' }, end: { dateTime: SOON.at('10:30') }, attendees: [{ email: 'guest@example.test' }], extendedProperties: { private: { callgres_meeting_id: id } } }]);
    expect(await meeting(id)).toMatchObject({ sync_state: 'done', conference_state: 'success', google_meet_link: expect.stringContaining('https://meet.example/') as string });
    for (let n = 0; n < 2; n++) await scene.later();
    expect(whatGuestsLearned()).toEqual(['invited']);
  });

  it('whose answer was lost on the way is found, not made again', async () => {
    breakOnce('insert', 'after', { drop: true });
    const { id } = await book();
    await scene.sync();
    await ada.tab.api.meetings.change.mutate({ meetingId: id, title: 'Longer visit' });
    for (let n = 0; n < 2; n++) await scene.later();
    expect(events()).toMatchObject([{ summary: 'Longer visit' }]);
    expect(await meeting(id)).toMatchObject({ sync_state: 'done' });
    expect(whatGuestsLearned()).toEqual(['invited', 'changed']);
  });

  it.each([
    ['the server fails before it is done', { status: 503 }], ['it is too fast', { status: 429, json: { error: { errors: [{ reason: 'rateLimitExceeded' }] } }, retryAfter: 7 }],
    ['the connection breaks', { drop: true }],
  ])('is made later when %s', async (_what, reply) => {
    breakOnce('insert', 'before', reply);
    const { id } = await book();
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ sync_state: 'waiting' });
    expect(await scene.row("select not_before > now() as waits, failures from public.calendar_sync where account_id = $1", [ada.accountId])).toMatchObject({ waits: true, failures: 1 });
    await scene.later();
    expect(events()).toHaveLength(1);
    expect(whatGuestsLearned()).toEqual(['invited']);
  });

  it('that is refused says why, and is tried again when a person asks for it', async () => {
    breakOnce('insert', 'before', { status: 403, json: { error: { errors: [{ reason: 'forbidden' }] } } });
    const { id } = await book();
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ sync_state: 'failed', sync_error: '403 forbidden' });
    await scene.later();
    expect(events()).toEqual([]);
    await ada.tab.api.calendar.retry.mutate({});
    await scene.later();
    expect(events()).toHaveLength(1);
  });

  it.each([['pending', 'pending'], ['failure', 'failure'], ['forbidden', 'none']] as const)('stands without a video meeting that is %s', async (meet, state) => {
    scene.google.world.meet = meet;
    const { id } = await book();
    await scene.sync();
    for (let n = 0; n < 3; n++) await scene.later();
    expect(await meeting(id)).toMatchObject({ conference_state: state, google_meet_link: null });
    expect(events()).toHaveLength(1);
    if (meet !== 'pending') return;
    scene.google.world.meet = 'success';
    await scene.later();
    expect(await meeting(id)).toMatchObject({ conference_state: 'success', sync_state: 'done' });
  });

  it('gives up a video meeting that stays pending', async () => {
    scene.google.world.meet = 'pending';
    const { id } = await book();
    await scene.sync();
    for (let n = 0; n < 20; n++) await scene.later();
    expect(await meeting(id)).toMatchObject({ conference_state: 'failure', sync_state: 'done' });
  });

  it('is moved, changed, cancelled and booked again as one living event', async () => {
    const { id } = await book();
    await scene.sync();
    await ada.tab.api.meetings.move.mutate({ meetingId: id, date: SOON.day, time: '15:00' });
    await ada.tab.api.meetings.change.mutate({ meetingId: id, location: 'Room 1', description: '' });
    await scene.sync();
    expect(events()).toMatchObject([{ start: { dateTime: SOON.at('15:00') }, location: 'Room 1' }]);
    expect(await meeting(id)).toMatchObject({ status: 'rescheduled' });
    await ada.tab.api.meetings.setStatus.mutate({ meetingId: id, newStatus: 'cancelled' });
    await scene.sync();
    expect(events()).toEqual([]);
    expect(await meeting(id)).toMatchObject({ status: 'cancelled', google_meet_link: null, sync_state: 'done' });
    await ada.tab.api.meetings.setStatus.mutate({ meetingId: id, newStatus: 'scheduled' });
    await scene.sync();
    expect(events()).toHaveLength(1);
    expect(ada.account.events.size).toBe(2);
    expect(whatGuestsLearned()).toEqual(['invited', 'changed', 'cancelled', 'invited']);
  });

  it('that was cancelled before it was written is never written', async () => {
    const { id } = await book();
    await ada.tab.api.meetings.setStatus.mutate({ meetingId: id, newStatus: 'cancelled' });
    await scene.sync();
    expect(ada.account.events.size).toBe(0);
    expect(await meeting(id)).toMatchObject({ sync_state: 'done' });
  });

  it('of before the calendar was connected is written when the person wants it', async () => {
    await scene.stage.sql.query("insert into public.calendar_meetings (user_id, contact_id, meeting_time, title, timezone) values ($1, $2, now() + interval '2 days', 'Early', 'UTC'), ($1, $2, now() - interval '2 days', 'Past', 'UTC')", [ada.tenant.id, ada.contactId]);
    expect(await ada.tab.api.calendar.account.query()).toMatchObject([{ not_there: 1 }]);
    expect(await ada.tab.api.calendar.pushUpcoming.mutate({})).toBe(1);
    expect(await ada.tab.api.calendar.pushUpcoming.mutate({})).toBe(0);
    await scene.sync();
    expect(events()).toMatchObject([{ summary: 'Early' }]);
  });
});

describe('what happens in the calendar', () => {
  const eventOf = (id: string): string => `cg${id.replaceAll('-', '')}v1`;
  async function there(): Promise<string> {
    const { id } = await book();
    await scene.sync();
    return id;
  }

  it('reaches us by its message within one reading: moved, and the person is told', async () => {
    const id = await there();
    scene.google.world.edit(ada.account.email, eventOf(id), { start: { dateTime: SOON.at('16:00'), timeZone: 'Europe/Berlin' }, end: { dateTime: SOON.at('17:00') } });
    await scene.google.world.quiet();
    expect(await scene.row('select next_pull_at <= now() as due from public.calendar_sync where account_id = $1', [ada.accountId])).toEqual({ due: true });
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ status: 'rescheduled', meeting_time: expect.stringContaining('16:00') as string, duration_minutes: 60, timezone: 'Europe/Berlin', sync_state: 'done' });
    expect(await messages()).toEqual([expect.stringMatching(/^meeting_changed: It was moved in the calendar to /)]);
  });

  it.each([['lost', []], ['doubled', ['same', 'same']], ['with a wrong word', ['wrong']]])('reaches us though the message is %s', async (_what, words) => {
    const id = await there();
    scene.google.world.tamper = (token) => words.map((word) => (word === 'wrong' ? 'another word' : token));
    scene.google.world.edit(ada.account.email, eventOf(id), { status: 'cancelled' });
    await scene.sync();
    await scene.later();
    expect(await meeting(id)).toMatchObject({ status: 'cancelled' });
    expect(await messages()).toEqual(['meeting_changed: It was cancelled in the calendar.']);
  });

  it('is asked about when nobody tells: channels that are refused make the calendar be read every two minutes', async () => {
    breakOnce('watch', 'before', { status: 400, json: { error: { errors: [{ reason: 'webhookUrlNotHttps' }] } } });
    const bo = await scene.connected();
    await scene.sync();
    const minutes = (account: string) => scene.row("select channel_id, round(extract(epoch from next_pull_at - last_pull_at) / 60)::int as minutes from public.calendar_sync where account_id = $1", [account]);
    expect(await minutes(bo.accountId)).toEqual({ channel_id: null, minutes: 2 });
    await scene.later();
    expect(await minutes(ada.accountId)).toMatchObject({ minutes: 15 });
  });

  it('is our own writing, and makes no more of it', async () => {
    const id = await there();
    const before = scene.google.calls.length;
    await scene.later();
    await scene.later();
    expect(scene.google.calls.slice(before).filter((kind) => kind !== 'list' && kind !== 'watch' && kind !== 'stop')).toEqual([]);
    expect(await meeting(id)).toMatchObject({ status: 'scheduled', sync_state: 'done' });
    expect(await messages()).toEqual([]);
  });

  it('wins about the time, and loses about the title, when both sides have changed', async () => {
    const id = await there();
    await ada.tab.api.meetings.change.mutate({ meetingId: id, title: 'Ours' });
    await ada.tab.api.meetings.move.mutate({ meetingId: id, date: SOON.day, time: '12:00' });
    scene.google.world.edit(ada.account.email, eventOf(id), { summary: 'Theirs', location: 'Theirs', start: { dateTime: SOON.at('18:00'), timeZone: 'UTC' }, end: { dateTime: SOON.at('18:30') } });
    await scene.sync();
    await scene.later();
    expect(await meeting(id)).toMatchObject({ title: 'Ours', location: 'Theirs', meeting_time: expect.stringContaining('18:00') as string, sync_state: 'done' });
    expect(events()).toMatchObject([{ summary: 'Ours', location: 'Theirs', start: { dateTime: SOON.at('18:00') } }]);
    expect(await messages()).toEqual([expect.stringContaining('was given up for it')]);
  });

  it('cancels a meeting that was changed here meanwhile', async () => {
    const id = await there();
    await ada.tab.api.meetings.move.mutate({ meetingId: id, date: SOON.day, time: '12:00' });
    scene.google.world.edit(ada.account.email, eventOf(id), { status: 'cancelled' });
    await scene.later();
    await scene.later();
    expect(await meeting(id)).toMatchObject({ status: 'cancelled', sync_state: 'done' });
    expect(events()).toEqual([]);
  });

  it('says that the guest has declined', async () => {
    const id = await there();
    scene.google.world.edit(ada.account.email, eventOf(id), { attendees: [{ email: 'guest@example.test', responseStatus: 'declined' }] });
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ status: 'scheduled', attendee_email: 'guest@example.test' });
    expect(await messages()).toEqual(['meeting_changed: guest@example.test has declined.']);
  });

  it('makes a whole day of it the midnight of its zone, and says so', async () => {
    const id = await there();
    scene.google.world.edit(ada.account.email, eventOf(id), { start: { date: SOON.day }, end: { date: SOON.day } });
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ meeting_time: expect.stringContaining('00:00') as string });
    expect(await messages()).toEqual([expect.stringContaining('It is a whole day there.')]);
  });

  it('of others makes the tenant busy, and nothing of it is stored but when', async () => {
    const { world } = scene.google;
    const foreign = (id: string, more: object) => world.edit(ada.account.email, id, { status: 'confirmed', summary: 'Secret dentist', start: { dateTime: SOON.at('10:00') }, end: { dateTime: SOON.at('11:00') }, ...more });
    foreign('dentist', {});
    foreign('free', { transparency: 'transparent', start: { dateTime: SOON.at('12:00') }, end: { dateTime: SOON.at('13:00') } });
    foreign('declined', { attendees: [{ email: ada.account.email, self: true, responseStatus: 'declined' }], start: { dateTime: SOON.at('14:00') }, end: { dateTime: SOON.at('15:00') } });
    await scene.sync();
    expect(await told(book('10:30'))).toMatchObject({ key: 'meeting_conflict', httpStatus: 409 });
    for (const time of ['12:30', '14:30']) await book(time);
    const { id } = await book('10:30', { despiteConflict: true });
    expect(await meeting(id)).toMatchObject({ is_conflicting: true });
    expect((await scene.stage.sql.query<{ text: string }>("select b::text as text from public.calendar_busy b where user_id = $1", [ada.tenant.id])).rows.map(({ text }) => text.includes('Secret'))).toEqual([false]);
    world.edit(ada.account.email, 'dentist', { status: 'cancelled' });
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ is_conflicting: false });
  });

  it('is read from the beginning when the token is too old: what is gone is cancelled after it was asked about, what others freed is free', async () => {
    const { world } = scene.google;
    world.pageSize = 2;
    for (let n = 0; n < 5; n++) world.edit(ada.account.email, `other${String(n)}`, { status: 'confirmed', start: { dateTime: SOON.at(`0${String(n)}:00`) }, end: { dateTime: SOON.at(`0${String(n)}:30`) } });
    const [stays, goes] = [await there(), (await book('20:00')).id];
    await scene.sync();
    expect(await scene.row('select count(*)::int as n from public.calendar_busy where user_id = $1', [ada.tenant.id])).toEqual({ n: 5 });
    // What was deleted long ago is not in a list any more.
    ada.account.events.delete(eventOf(goes));
    ada.account.events.delete('other3');
    ada.account.change++;
    ada.account.oldestToken = ada.account.change;
    for (let n = 0; n < 2; n++) await scene.later();
    expect([(await meeting(stays)).status, (await meeting(goes)).status]).toEqual(['scheduled', 'cancelled']);
    expect(await scene.row('select count(*)::int as n from public.calendar_busy where user_id = $1', [ada.tenant.id])).toEqual({ n: 4 });
  });

  it('of a meeting to which two tenants are invited is busy time for both', async () => {
    const bo = await scene.connected();
    await scene.sync();
    const id = `cg${randomUUID().replaceAll('-', '')}v1`; // a copy of somebody's event carries its name
    for (const one of [ada, bo]) scene.google.world.edit(one.account.email, id, { status: 'confirmed', start: { dateTime: SOON.at('10:00') }, end: { dateTime: SOON.at('11:00') } });
    const mine = await there();
    scene.google.world.edit(bo.account.email, eventOf(mine), { status: 'confirmed', summary: 'Mine', start: { dateTime: SOON.at('22:00') }, end: { dateTime: SOON.at('23:00') } });
    await scene.later();
    expect(await meeting(mine)).toMatchObject({ title: 'Visit', status: 'scheduled' });
    expect(await bo.tab.api.meetings.list.query({ which: 'all' })).toEqual([]);
  });
});
