import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { onServer, withClient } from '../support/server.ts';
import { type AnAgent, type Stage, aStage, aTenant, anAgent } from './cast.ts';

let stage: Stage;
let agent: AnAgent;
beforeAll(async () => {
  stage = await aStage();
  agent = await anAgent(stage, await aTenant(stage));
});
afterAll(() => stage.end());
beforeEach(() => stage.sql.query('delete from public.webhook_events'));

const deliver = (body: string | Uint8Array<ArrayBuffer>, secret = agent.secret, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Response> =>
  fetch(`${stage.url}/webhooks/bolna/${secret}`, { method: 'POST', body, headers });
const anEvent = (more: object = {}): Record<string, unknown> => ({ id: randomUUID(), agent_id: agent.bolnaAgentId, status: 'ringing', updated_at: new Date().toISOString(), ...more });

interface Stored {
  status: string | null;
  execution_id: string | null;
  body: Record<string, unknown> | null;
  raw_text: string | null;
  quarantine_reason: string | null;
}
const stored = async (): Promise<Stored[]> => (await stage.sql.query<Stored>('select status, execution_id, body, raw_text, quarantine_reason from public.webhook_events order by id')).rows;

describe('an event', () => {
  it('is stored as it came and answered with 200', async () => {
    const event = anEvent({ unlisted: { kept: [1, 'two'] } });
    const answer = await deliver(JSON.stringify(event));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(await stored()).toMatchObject([{ status: 'ringing', execution_id: event['id'], body: event, quarantine_reason: null }]);
  });

  it('is stored once, however often it comes', async () => {
    const body = JSON.stringify(anEvent());
    for (let i = 0; i < 3; i++) expect((await deliver(body)).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense'])('is read whatever its content type says: %s', async (type) => {
    expect((await deliver(JSON.stringify(anEvent()), agent.secret, { 'content-type': type })).status).toBe(200);
    expect(await stored()).toMatchObject([{ quarantine_reason: null }]);
  });

  it('of another agent than the one of the address is put aside', async () => {
    const other = await anAgent(stage, await aTenant(stage));
    expect((await deliver(JSON.stringify(anEvent({ agent_id: other.bolnaAgentId })))).status).toBe(200);
    expect(await stored()).toMatchObject([{ quarantine_reason: 'foreign_agent' }]);
  });
});

describe('an unknown address', () => {
  it.each([randomBytes(16).toString('hex'), 'x', '%00', "' or 1=1", 'x'.repeat(4000)])('is answered like any path that is not there, and nothing is stored: %s', async (secret) => {
    const [unknown, none] = await Promise.all([
      deliver(JSON.stringify(anEvent()), encodeURIComponent(secret)),
      fetch(`${stage.url}/no/such/path`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
    ]);
    const words = async (answer: Response): Promise<string> => (await answer.text()).replace(/"requestId":"[^"]+"/, '');
    expect(unknown.status).toBe(404);
    expect(none.status).toBe(404);
    expect(await words(unknown)).toBe(await words(none));
    expect([...unknown.headers.keys()].sort()).toEqual([...none.headers.keys()].sort());
    expect(await stored()).toEqual([]);
  });

  it('answers to no other method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(`${stage.url}/webhooks/bolna/${agent.secret}`, { method })).status, method).toBe(404);
  });
});

describe('a body that cannot be digested', () => {
  const json = JSON.stringify;
  const event = (): string => json(anEvent());
  const bytes = (...parts: (string | Buffer)[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

  it.each<[string, () => string | Uint8Array<ArrayBuffer>]>([
    ['nothing', () => ''],
    ['no JSON', () => 'hello'],
    ['a JSON that ends early', () => event().slice(0, -10)],
    ['a JSON that is no object', () => '[1,2,3]'],
    ['null', () => 'null'],
    ['no status', () => json({ id: 'x', agent_id: agent.bolnaAgentId })],
    ['a status that is no word', () => json(anEvent({ status: { a: 1 } }))],
    ['an id of a megabyte', () => json(anEvent({ id: 'x'.repeat(900_000) }))],
    ['a number beyond all bounds', () => event().replace('"status"', '"cost":1e400000,"status"')],
    ['a number of 1000 digits', () => event().replace('"status"', `"cost":${'9'.repeat(1000)},"status"`)],
    ['an escaped NUL', () => json(anEvent({ transcript: 'a\0b' }))],
    ['a raw NUL', () => bytes(event().slice(0, -1), Buffer.from([0]), '}')],
    ['a lone surrogate', () => event().replace('"status"', '"transcript":"\\ud83d","status"')],
    ['invalid UTF-8', () => bytes(event().slice(0, -2), Buffer.from([0xff, 0xfe, 0xc0]), '"}')],
    ['a key twice', () => event().replace('"status"', '"status":"completed","status"')],
    ['keys of prototypes', () => json(anEvent()).replace('"status"', '"__proto__":{"a":1},"constructor":1,"status"')],
    ['a byte order mark', () => `\ufeff${event()}`],
    ['compressed bytes', () => bytes(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), randomBytes(200))],
    ['a transcript of half a megabyte', () => json(anEvent({ transcript: 'word '.repeat(100_000) }))],
    ['a time that is none', () => json(anEvent({ updated_at: 'yesterday' }))],
    ['exactly 64 levels', () => event().replace('"status"', `"deep":${'['.repeat(63)}${']'.repeat(63)},"status"`)],
  ])('is answered with 200 and does not hinder the next: %s', async (_title, body) => {
    expect((await deliver(body())).status).toBe(200);
    expect((await deliver(event())).status).toBe(200);
    expect((await stored()).at(-1)).toMatchObject({ status: 'ringing', quarantine_reason: null });
  });

  it('because it is too long or too deep is refused with 413 and not stored', async () => {
    expect((await deliver(`{"a":"${'x'.repeat(1024 * 1024)}"}`)).status).toBe(413);
    expect((await deliver(event().replace('"status"', `"deep":${'['.repeat(64)}${']'.repeat(64)},"status"`))).status).toBe(413);
    expect((await deliver('['.repeat(100_000))).status).toBe(413);
    expect(await stored()).toEqual([]);
  });

  it('is kept as text when it is no JSON', async () => {
    await deliver('hello');
    expect(await stored()).toMatchObject([{ raw_text: 'hello', body: null, quarantine_reason: 'unreadable' }]);
  });

  it('keeps what can be kept of characters that cannot', async () => {
    await deliver(json(anEvent({ transcript: 'a\0b' })));
    expect((await stored())[0]?.body?.['transcript']).toBe('a\ufffdb');
  });
});

it('is asked for again while the database is out of reach, and taken when it is back', async ({ skip }) => {
  const { superuserUrl, name } = stage.db;
  skip(superuserUrl === undefined, 'cutting connections needs a superuser');
  const server = onServer(superuserUrl ?? 'postgres://none', { database: 'postgres' });
  const body = JSON.stringify(anEvent());
  await withClient(server, async (client) => {
    await client.query(`alter database ${name} allow_connections false`);
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'app_api'", [name]);
  });
  const answer = await deliver(body);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect((await fetch(`${stage.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${stage.url}/livez`)).status).toBe(200);
  await withClient(server, (client) => client.query(`alter database ${name} allow_connections true`));
  await vi.waitFor(async () => expect((await deliver(body)).status).toBe(200), { timeout: 5000, interval: 100 });
  expect(await stored()).toHaveLength(1);
});
