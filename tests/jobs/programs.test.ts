// API and worker as programs: how they start, refuse to, and end.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PEPPER, aNumber, contacts } from '../api/cast.ts';
import { SHORT_TIMES, type Theatre, aCampaign, aTheatre } from './cast.ts';

let theatre: Theatre;
beforeAll(async () => {
  const patient = { 'dial.http_timeout_ms': 8000, 'dial.fence_margin_ms': 9000, 'dial.lease_ms': 20_000, 'dial.settle_ms': 20_000 };
  theatre = await aTheatre({ settings: { answerLatencyMs: [300, 400] } }, { ...SHORT_TIMES, ...patient });
});
afterAll(() => theatre.end());

interface Program {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | string | null>;
}

function run(file: 'server' | 'worker', env: Record<string, string>): Program {
  const path = fileURLToPath(new URL(`../../packages/api/src/${file}.ts`, import.meta.url));
  const { db, simulator } = theatre;
  const usual = {
    PATH: process.env['PATH'] ?? '', API_DATABASE_URL: db.apiUrl, WORKER_DATABASE_URL: db.workerUrl, PASSWORD_PEPPER: PEPPER, TOKEN_KEY: 't'.repeat(32), SEALING_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    BOLNA_BASE_URL: simulator.url, BOLNA_API_KEY: simulator.apiKey, LOG_LEVEL: 'info',
  };
  const child = spawn(process.execPath, [path], { env: { ...usual, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))) };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe('the API', () => {
  it('answers, and ends when told to', async () => {
    const port = await freePort();
    const { child, ended } = run('server', { PORT: String(port) });
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200), { timeout: 10_000, interval: 50 });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['on plain http outside loopback', { HOST: '0.0.0.0', PUBLIC_URL: 'http://calls.example' }, /without encryption/],
    ['without a pepper', { PASSWORD_PEPPER: '' }, /PASSWORD_PEPPER is not set/],
    ['without a database', { API_DATABASE_URL: 'postgres://app_api@127.0.0.1:1/none' }, /^PostgreSQL does not answer at 127\.0\.0\.1:1[^\n]*\n$/],
  ])('does not start %s, and says why', async (_title, env, why) => {
    const program = run('server', { PORT: String(await freePort()), ...env });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(why);
  });

  it('does not start on a port that is taken', async () => {
    const program = run('server', { PORT: new URL(theatre.url).port });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/^Port \d+ is taken[^\n]*\n$/);
  });
});

describe('the worker', () => {
  it('finishes the calls it is placing before it ends, and begins no further one', async () => {
    const program = run('worker', {});
    await aCampaign(theatre, 40, { from: 100 });
    await vi.waitFor(() => expect(theatre.simulator.requests().length).toBeGreaterThan(3), { timeout: 15_000, interval: 10 });
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    const { rows } = await theatre.sql.query<{ state: string; n: number }>("select state, count(*)::int as n from public.call_attempts where state in ('intent', 'sending', 'unknown') group by state");
    expect(rows).toEqual([]);
    expect(theatre.simulator.summary().calls_per_attempt_max).toBe(1);
  });

  it('does not start without a database, and says so', async () => {
    const program = run('worker', { WORKER_DATABASE_URL: 'postgres://app_worker@127.0.0.1:1/none' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/^PostgreSQL does not answer at 127\.0\.0\.1:1[^\n]*\n$/);
  });

  it('does not start under settings that contradict each other, and says which', async () => {
    await theatre.sql.query("update public.system_config set value = '1' where key = 'dial.lease_ms'");
    const program = run('worker', {});
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/contradict.*dial\.lease_ms/);
    await theatre.sql.query("update public.system_config set value = '20000' where key = 'dial.lease_ms'");
  });

  it('writes neither numbers nor keys into its log', async () => {
    await contacts(theatre, theatre.tenant, [aNumber(900)]);
    const program = run('worker', { LOG_LEVEL: 'trace' });
    await vi.waitFor(() => expect(program.output()).toContain('the worker runs'), { timeout: 10_000 });
    program.child.kill('SIGTERM');
    await program.ended;
    expect(program.output()).not.toContain(theatre.simulator.apiKey);
    expect(program.output()).not.toMatch(/\+1\d{10}/);
  });
});
