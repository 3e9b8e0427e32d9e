import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Stage, aStage, aTenant } from './cast.ts';

let stage: Stage;
let webRoot: string;
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'callgres-web-'));
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Callgres</title>');
  await writeFile(join(webRoot, 'assets', 'index-1a2b.js'), 'export {}');
  stage = await aStage({ webRoot });
});
afterAll(async () => {
  await stage.end();
  await rm(webRoot, { recursive: true });
});

/** One request as raw text, or a part of one; resolves with what came back until the connection was closed. */
const raw = (text: string, after: (socket: ReturnType<typeof connect>) => void = () => undefined): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(stage.url).port), '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
    after(socket);
  });

describe('every answer', () => {
  it.each([
    ['GET', '/'], ['GET', '/campaigns/1'], ['GET', '/assets/index-1a2b.js'], ['GET', '/assets/none.js'], ['GET', '/livez'], ['GET', '/readyz'], ['GET', '/trpc/session.me'], ['GET', '/trpc/no.such'],
    ['POST', '/trpc/session.signOut'], ['POST', '/upload/contacts'], ['POST', '/webhooks/bolna/x'], ['GET', '/no/such.file'], ['PUT', '/'], ['POST', '/nowhere'],
  ])('carries the headers that keep a page safe: %s %s', async (method, path) => {
    const { headers } = await fetch(`${stage.url}${path}`, { method });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBeTruthy();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull(); // this stage speaks plain http
  });

  it('of the API is kept by nobody, of hashed files for ever', async () => {
    const cacheOf = async (path: string): Promise<string | null> => (await fetch(`${stage.url}${path}`)).headers.get('cache-control');
    expect(await cacheOf('/trpc/session.me')).toBe('no-store');
    expect(await cacheOf('/readyz')).toBe('no-store');
    expect(await cacheOf('/')).toBe('no-cache');
    expect(await cacheOf('/campaigns')).toBe('no-cache');
    expect(await cacheOf('/assets/index-1a2b.js')).toBe('public, max-age=31536000, immutable');
  });

  it('says nothing of the inside', async () => {
    for (const path of ['/trpc/no.such', '/trpc/campaigns.byId?input=%7B', '/%', '/..%2f..%2fetc/passwd'])
      expect(await (await fetch(`${stage.url}${path}`)).text()).not.toMatch(/node_modules|at \/|\.ts:|select |Error:/);
  });
});

describe('the pages', () => {
  it('answer at any address of theirs, and missing files are missing', async () => {
    for (const path of ['/', '/campaigns', '/campaigns/some-id/people']) expect(await (await fetch(`${stage.url}${path}`)).text()).toContain('<title>Callgres');
    for (const path of ['/assets/none.js', '/favicon.png', '/trpcx/../trpc/none/x', '/webhooks/other']) {
      const answer = await fetch(`${stage.url}${path}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    }
  });
});

describe('health', () => {
  it('says that the process lives, and in what state the installation is', async () => {
    expect(await (await fetch(`${stage.url}/livez`)).json()).toEqual({ ok: true });
    const ready = (await (await fetch(`${stage.url}/readyz`)).json()) as { ok: boolean; health: { part: string }[] };
    expect(ready.ok).toBe(true);
    expect(ready.health.map((line) => line.part)).toContain('worker');
  });
});

describe('a request', () => {
  it('of more than a megabyte is refused', async () => {
    const tab = await new Browser(stage.url).signIn(await aTenant(stage));
    const answer = await tab.fetch('/trpc/campaigns.create', { method: 'POST', headers: { 'content-type': 'application/json' }, body: `"${'x'.repeat(1024 * 1024)}"` });
    expect(answer.status).toBe(413);
  });

  it('whose headers do not come is cut off', async () => {
    const began = performance.now();
    await raw('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    expect(performance.now() - began).toBeLessThan(9000);
  }, 15_000);

  it('that is no HTTP is answered and closed', async () => {
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
  });

  it('from a proxy elsewhere cannot pretend to come from another address', async () => {
    const tab = new Browser(stage.url);
    await tab.signIn(await aTenant(stage));
    const { rows } = await stage.sql.query<{ ip: string }>('select host(ip_address) as ip from public.user_sessions order by created_at desc limit 1');
    expect(rows[0]?.ip).toBe('127.0.0.1');
  });
});

it('over https the cookie is for this host only, and browsers are told to stay with https', async () => {
  const secure = await aStage({ publicUrl: 'https://calls.example' });
  try {
    const person = await aTenant(secure);
    const answer = await fetch(`${secure.url}/trpc/session.signIn`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-callgres': '1', origin: 'https://calls.example' },
      body: JSON.stringify({ email: person.email, password: person.password }),
    });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-session=[\w-]{43};.*Secure/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
  } finally {
    await secure.end();
  }
});
