// Being let into a calendar and out of it again, channels that tell of changes, and workers that die between a question and its answer.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvariants } from '../support/invariants.ts';
import { told } from './cast.ts';
import { type CalendarScene, type Connected, SOON, aCalendarScene } from './calendar-scene.ts';

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
const syncOf = (id: string) => scene.row<Record<string, unknown>>('select * from public.calendar_meeting_sync where meeting_id = $1', [id]);
const events = () => ada.account.living;
const messages = async (): Promise<string[]> => (await ada.tab.api.notifications.list.query({})).map(({ type, message }) => `${type}: ${message}`);
const whatGuestsLearned = (): string[] => ada.account.mails.map(({ what }) => what);
/** Breaks the nth call of a kind (from 0), before it is done or after. */
const breakOnce = (kind: string, when: 'before' | 'after', reply: object, nth = 0): void => {
  let seen = 0;
  scene.google.fault = (what, at) => (what === kind && at === when && seen++ === nth ? reply : null);
};

describe('access', () => {
  it('that has run out is renewed without a word', async () => {
    scene.google.world.expireAccessTokens();
    await book();
    await scene.sync();
    expect(events()).toHaveLength(1);
  });

  it('that was taken back stops the work, is told once, and goes on when the calendar is connected again', async () => {
    scene.google.world.revoke(ada.refreshToken);
    const { id } = await book();
    await scene.sync();
    await scene.later();
    expect(await ada.tab.api.calendar.account.query()).toMatchObject([{ status: 'reconnect', last_error: 'invalid_grant', waiting: 1 }]);
    expect(await messages()).toEqual([expect.stringMatching(/^integration_broken: Google does not let us in any more/)]);
    const before = scene.google.calls.length;
    await scene.later();
    expect(scene.google.calls).toHaveLength(before);
    const { url } = await ada.tab.api.calendar.begin.mutate({});
    const sent = await fetch(url, { method: 'POST', body: new URLSearchParams({ email: ada.account.email, name: 'Ada', verified: 'on', calendar: 'on', answer: 'yes' }), redirect: 'manual' });
    await ada.tab.api.calendar.finish.mutate({ query: new URL(sent.headers.get('location') ?? '').search.slice(1) });
    await scene.sync();
    expect(await meeting(id)).toMatchObject({ sync_state: 'done' });
    expect(await ada.tab.api.calendar.account.query()).toMatchObject([{ status: 'connected', last_error: null }]);
  });

  it('whose secret nobody can open is to be connected again', async () => {
    await scene.stage.sql.query("update public.provider_accounts set secret_sealed = 'v1.k0.AAAA.AAAA' where id = $1", [ada.accountId]);
    await book();
    await scene.sync();
    expect(await ada.tab.api.calendar.account.query()).toMatchObject([{ status: 'reconnect', last_error: 'the stored secret cannot be opened' }]);
  });

  it('that Google wants to rest for hours rests, and the person is told', async () => {
    breakOnce('insert', 'before', { status: 403, json: { error: { errors: [{ reason: 'quotaExceeded' }] } } });
    await book();
    await scene.sync();
    expect(await ada.tab.api.calendar.account.query()).toMatchObject([{ status: 'connected', is_paused: true }]);
    expect(await messages()).toEqual([expect.stringMatching(/^integration_broken: Google takes no more invitations/)]);
  });

  it('is given up: channels end, the secret is worth nothing, what we knew is forgotten, meetings and events stay', async () => {
    const { id } = await book();
    await scene.sync();
    await ada.tab.api.calendar.disconnect.mutate({});
    expect(await told(ada.tab.api.calendar.disconnect.mutate({}))).toMatchObject({ key: 'calendar_not_connected' });
    for (const act of ['retry', 'pushUpcoming'] as const) expect(await told(ada.tab.api.calendar[act].mutate({}))).toMatchObject({ key: 'calendar_not_connected' });
    await scene.sync();
    expect(ada.account.channels.size).toBe(0);
    expect(scene.google.world.accessTokenFor(ada.refreshToken)).toBeNull();
    expect(await scene.row('select status, secret_sealed from public.provider_accounts where id = $1', [ada.accountId])).toEqual({ status: 'disconnected', secret_sealed: null });
    expect(await scene.row('select (select count(*) from public.calendar_sync where account_id = $1) + (select count(*) from public.calendar_meeting_sync where account_id = $1) + (select count(*) from public.calendar_busy where account_id = $1) as n', [ada.accountId])).toEqual({ n: '0' });
    expect(await meeting(id)).toMatchObject({ status: 'scheduled', sync_state: 'none' });
    expect(events()).toHaveLength(1);
  });

  it('is given up though Google does not answer any more', async () => {
    scene.google.fault = () => ({ drop: true });
    await ada.tab.api.calendar.disconnect.mutate({});
    for (let n = 0; n < 6; n++) await scene.later();
    expect(await scene.row('select status, secret_sealed from public.provider_accounts where id = $1', [ada.accountId])).toEqual({ status: 'disconnected', secret_sealed: null });
  });
});

describe('a channel', () => {
  it('is replaced before it ends, and then stopped', async () => {
    scene.google.world.channelLifeMs = 100_000;
    const bo = await scene.connected();
    await scene.sync();
    const [first] = bo.account.channels.keys();
    await scene.stage.sql.query("update public.calendar_sync set next_watch_at = next_watch_at - interval '80 seconds' where account_id = $1", [bo.accountId]);
    await scene.sync();
    expect([...bo.account.channels.keys()]).toHaveLength(1);
    expect(bo.account.channels.has(first ?? '')).toBe(false);
  });

  it.each([
    ['of nobody', { 'x-goog-channel-id': randomUUID(), 'x-goog-channel-token': 'x', 'x-goog-resource-id': 'x' }], ['without an id', { 'x-goog-channel-token': 'x' }], ['that is no id', { 'x-goog-channel-id': "'; --" }],
  ])('%s is answered like a path that does not exist', async (_what, headers) => {
    expect((await fetch(`${scene.stage.url}/webhooks/google-calendar`, { method: 'POST', headers: headers as Record<string, string> })).status).toBe(404);
  });
});

describe('a worker that dies', () => {
  it.each([0, 1, 2, 3, 4, 5])('before it reports answer %i loses nothing and does nothing twice', async (n) => {
    const { id } = await book();
    await ada.tab.api.meetings.change.mutate({ meetingId: id, location: 'Room 2' });
    await scene.dieAt(n);
    await scene.later();
    await ada.tab.api.meetings.move.mutate({ meetingId: id, date: SOON.day, time: '13:00' });
    await scene.dieAt(n);
    await scene.later();
    await scene.later();
    expect(events()).toMatchObject([{ location: 'Room 2', start: { dateTime: SOON.at('13:00') } }]);
    expect(await meeting(id)).toMatchObject({ sync_state: 'done' });
    expect(whatGuestsLearned()).toEqual(['invited', 'changed']);
    expect(await syncOf(id)).toMatchObject({ dirty: [], generation: 1 });
  });

  it('keeps the calendar until its lease is over, and no two work on it at once', async () => {
    await book();
    const take = () => scene.stage.sql.query("select account_id from public.take_calendar_account(gen_random_uuid())");
    const taken = await Promise.all(Array.from({ length: 8 }, take));
    expect(taken.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(1);
    expect(await scene.row("select public.record_calendar_answer($1, gen_random_uuid(), '{\"status\": 200}') as class", [ada.accountId])).toEqual({ class: null });
  });
});
