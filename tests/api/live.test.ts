import type { AppRouter } from '@callgres/api';
import { UiEvents } from '@callgres/api/ui-events';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AnAgent, Browser, ORIGIN, type Stage, type Tenant, aStage, aTenant, anAgent } from './cast.ts';

let stage: Stage;
let ada: Tenant;
let agent: AnAgent;
let tab: Browser;
beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
  agent = await anAgent(stage, ada);
  tab = await new Browser(stage.url).signIn(ada);
});
afterAll(() => stage.end());

interface Stream {
  events: { id: number; topic: string }[];
  errors: string[];
  /** Why the connection was lost, each time. */
  breaks: string[];
  topics(): string[];
  close(): void;
}

/** A stream that is open when this returns; it closes with the test. */
async function listen(browser: Browser, lastEventId?: string, url = stage.url): Promise<Stream> {
  class WithCookie extends EventSource {
    constructor(address: string | URL) {
      super(address, { fetch: (input, init) => fetch(input, { ...init, headers: { ...(init.headers as Record<string, string>), cookie: browser.cookie, origin: ORIGIN } }) });
    }
  }
  const client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url: `${url}/trpc`, EventSource: WithCookie as unknown as typeof globalThis.EventSource })] });
  const stream: Stream = { events: [], errors: [], breaks: [], topics: () => stream.events.map((event) => event.topic), close: () => subscription.unsubscribe() };
  let opened = false;
  const subscription = client.live.events.subscribe(lastEventId === undefined ? undefined : { lastEventId }, {
    onStarted: () => (opened = true),
    onData: ({ data }) => void stream.events.push(data),
    onConnectionStateChange: ({ error }) => { if (error) stream.breaks.push(error.message); },
    onError: (error) => void stream.errors.push(error.data?.key ?? error.message),
  });
  onTestFinished(() => subscription.unsubscribe());
  await vi.waitFor(() => expect(opened || stream.errors.length > 0).toBe(true), { timeout: 5000 });
  return stream;
}

const soon = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 20 });
const draft = (): Promise<unknown> => tab.api.campaigns.create.mutate({ name: 'x', agentId: agent.id, nextAction: 'x', firstCallTime: '09:00', lastCallTime: '17:00', startDate: '2030-01-01' });
const write = async (tenant: Tenant, topic: string, secondsAgo = 0): Promise<number> =>
  Number((await stage.sql.query<{ id: string }>("insert into public.ui_events (user_id, topic, created_at) values ($1, $2, now() - $3 * interval '1 second') returning id", [tenant.id, topic, secondsAgo])).rows[0]?.id);
const newest = async (): Promise<string> => String((await tab.api.session.me.query()).last_event_id);

describe('a live stream', () => {
  it('tells one window what another has changed', async () => {
    const stream = await listen(tab);
    await draft();
    await soon(() => expect(stream.topics()).toContain('campaigns'));
    expect(stream.errors).toEqual([]);
  });

  it('tells nobody what another tenant does', async () => {
    const bob = await aTenant(stage);
    const stream = await listen(await new Browser(stage.url).signIn(bob));
    await draft();
    await write(bob, 'credits');
    await soon(() => expect(stream.topics()).toContain('credits'));
    expect(stream.topics()).not.toContain('campaigns');
  });

  it('goes on where it broke off and loses nothing', async () => {
    const first = await listen(tab, await newest());
    const before = await write(ada, 'queue');
    await soon(() => expect(first.events.map((event) => event.id)).toContain(before));
    first.close();
    const missed = [await write(ada, 'calls'), await write(ada, 'lines')];
    const second = await listen(tab, String(first.events.at(-1)?.id));
    await soon(() => expect(second.events.map((event) => event.id)).toEqual(expect.arrayContaining(missed)));
  });

  it('sends an event that was committed late, although a younger one was sent already', async () => {
    const stream = await listen(tab, await newest());
    const slow = await stage.sql.connect();
    try {
      await slow.query('begin');
      const late = Number((await slow.query<{ id: string }>("insert into public.ui_events (user_id, topic) values ($1, 'imports') returning id", [ada.id])).rows[0]?.id);
      const early = await write(ada, 'contacts');
      expect(late).toBeLessThan(early);
      await soon(() => expect(stream.events.map((event) => event.id)).toContain(early));
      await slow.query('commit');
      await soon(() => expect(stream.events.map((event) => event.id)).toContain(late));
      expect(stream.events.filter((event) => event.id === early)).toHaveLength(1);
      expect(stream.breaks).toEqual([]);
    } finally {
      slow.release();
    }
  });

  it('sends again what is at most ten seconds older than the cursor, however long the break was', async () => {
    await write(ada, 'queue', 130);
    const inOverlap = await write(ada, 'lines', 125);
    const cursor = await write(ada, 'calls', 120);
    const stream = await listen(tab, String(cursor));
    const after = await write(ada, 'credits');
    await soon(() => expect(stream.events.map((event) => event.id)).toContain(after));
    expect(stream.events.map((event) => event.id)).toContain(inOverlap);
  });

  it('says to read everything anew when its cursor is older than what is kept', async () => {
    const cursor = await newest();
    await stage.sql.query('delete from public.ui_events');
    await write(ada, 'credits');
    const stream = await listen(tab, cursor === '0' ? '1' : cursor);
    await soon(() => expect(stream.topics()[0]).toBe('resync'));
    await soon(() => expect(stream.topics()).toContain('credits'));
  });

  it('sends more than fits into one reading', async () => {
    const cursor = await write(ada, 'calls');
    await stage.sql.query("insert into public.ui_events (user_id, topic) select $1, 'queue' from generate_series(1, 1700)", [ada.id]);
    const stream = await listen(tab, String(cursor));
    await soon(() => expect(stream.topics().filter((topic) => topic === 'queue')).toHaveLength(1700));
    expect(stream.breaks).toEqual([]);
  });

  it('ends within a second or two when its session ends', async () => {
    const brief = await new Browser(stage.url).signIn(ada);
    const stream = await listen(brief);
    await brief.api.session.signOut.mutate();
    await soon(() => expect(stream.errors).toContain('session_required') /* told when it comes back */);
  });

  it('does not begin without a session', async () => {
    expect((await listen(new Browser(stage.url))).errors).toEqual(['session_required']);
  });

  it('leaves no listener behind when it is closed', async () => {
    const streams = vi.spyOn(UiEvents.prototype, 'subscribe');
    const stream = await listen(tab);
    await soon(() => expect(streams).toHaveBeenCalled());
    const events = streams.mock.contexts[0] as UiEvents;
    streams.mockRestore();
    await soon(() => expect(events.streams).toBe(1));
    stream.close();
    await soon(() => expect(events.streams).toBe(0));
  });
});

it('a server with open streams closes at once', async () => {
  const brief = await aStage();
  const person = await aTenant(brief);
  await listen(await new Browser(brief.url).signIn(person), undefined, brief.url);
  const began = performance.now();
  await brief.end();
  expect(performance.now() - began).toBeLessThan(3000);
});

it('streams go on after the listening connection was cut', async ({ skip }) => {
  const { superuserUrl } = stage.db;
  skip(superuserUrl === undefined, 'cutting connections needs a superuser');
  const stream = await listen(tab, await newest());
  const { withClient } = await import('../support/server.ts');
  await withClient(superuserUrl ?? '', (client) => client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and query like 'listen%'", [stage.db.name]));
  const id = await write(ada, 'credits');
  await soon(() => expect(stream.events.map((event) => event.id)).toContain(id));
  expect(stream.breaks).toEqual([]);
});
