// How often a procedure may be called: by whom, how that is told, and what is no way around it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Stage, type Tenant, aStage, aTenant, told } from './cast.ts';

let stage: Stage;
let ada: Tenant;
let tab: Browser;
beforeAll(async () => {
  stage = await aStage({ rateLimits: { query: 5, mutation: 3, subscription: 2, address: 60 } });
  ada = await aTenant(stage);
});
afterAll(() => stage.end());

const me = (browser: Browser): Promise<Response> => browser.fetch('/trpc/session.me');
const statuses = async (calls: readonly Promise<Response>[]): Promise<number[]> => (await Promise.all(calls)).map(({ status }) => status).sort();
const times = <T>(count: number, call: () => T): T[] => Array.from({ length: count }, call);

describe('a procedure', () => {
  beforeEach(async () => { tab = await new Browser(stage.url).signIn(ada); });

  it('is answered as often as its kind may be called, also when all come at once; then 429 with the time to wait', async () => {
    expect(await statuses(times(8, () => me(tab)))).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const refused = await me(tab);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({ error: { data: { key: 'too_many_requests', httpStatus: 429, hint: expect.stringMatching(/try again in/) as string } } });
    const endOthers = times(5, () => told(tab.api.session.revokeOthers.mutate({})).catch(() => null));
    expect((await Promise.all(endOthers)).filter((one) => one?.key === 'too_many_requests')).toHaveLength(2);
  });

  it('that was asked for too often keeps no other from answering, nor the same one for another session', async () => {
    await Promise.all(times(7, () => me(tab)));
    expect((await me(tab)).status).toBe(429);
    expect((await tab.fetch('/trpc/session.list')).status).toBe(200);
    expect((await me(await new Browser(stage.url).signIn(await aTenant(stage)))).status).toBe(200);
  });

  it('counts each call of a batch', async () => {
    const batch = await tab.fetch(`/trpc/${times(8, () => 'session.me').join(',')}?batch=1&input=%7B%7D`);
    const answers = (await batch.json()) as { error?: { data: { httpStatus: number } } }[];
    expect(answers.filter((one) => one.error?.data.httpStatus === 429)).toHaveLength(3);
  });
});

it('an address is held to its own limit, whatever tokens it makes up; health and the provider are not', async () => {
  const calls = times(90, () => {
    const stranger = new Browser(stage.url);
    stranger.cookie = `session=${crypto.randomUUID().replaceAll('-', '').padEnd(43, 'x')}`;
    return me(stranger);
  });
  const found = await statuses(calls);
  expect(found.filter((status) => status === 429).length).toBeGreaterThanOrEqual(30);
  expect((await fetch(`${stage.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${stage.url}/webhooks/bolna/${'0'.repeat(32)}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(404);
});
