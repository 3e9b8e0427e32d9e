import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { execution } from '@callgres/api/providers/bolna';
import { aCall, aClient, aLongTime, aNumber, anAgent, aReceiver, aSimulator, until } from './cast.ts';

function aStatePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callgres-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'deeper', 'journal.jsonl');
}

describe('the journal', () => {
  test('carries agents, calls, the queue and ordinals over a restart', async () => {
    const statePath = aStatePath();
    const receiver = await aReceiver();
    const options = { statePath, settings: { concurrency: 2 } };
    const before = await aSimulator(options);
    const agentId = await anAgent(aClient(before), receiver.url);
    const ids = [];
    for (let index = 0; index < 6; index++) ids.push(await aCall(aClient(before), agentId, aNumber(index)));
    await aClient(before).stopCall(ids[5] ?? '');
    before.advance(5000);
    expect(before.summary()).toMatchObject({ on_line: 2 });
    const fates = before.calls().map(({ execution_id, outcome, talk_seconds, placed_at }) => ({ execution_id, outcome, talk_seconds, placed_at }));
    await before.stop();
    appendFileSync(statePath, '{"kind":"call","call":{"id":"torn'); // a kill in the middle of a write

    const after = await aSimulator(options);
    expect(after.calls()).toMatchObject(fates);
    expect(after.summary()).toMatchObject({ on_line: 2, calls: 6 });
    expect((await aClient(after).listAgents()).value).toMatchObject([{ id: agentId, webhook_url: receiver.url }]);
    after.advance(10 * aLongTime);
    expect(await after.drain()).toBe(true);
    expect(after.summary()).toMatchObject({ max_concurrent: 2, open: 0 });
    for (const id of ids) {
      const { status } = execution.parse(JSON.parse((await aClient(after).getExecution(id)).body ?? ''));
      expect(receiver.bodies.some((body) => body.includes(id) && body.includes(`"status":"${status}"`))).toBe(true);
    }
    await aCall(aClient(after), agentId, aNumber(0));
    expect(after.calls().at(-1)).toMatchObject({ ordinal: 2 });
    const made = after.summary().webhooks.made;
    await after.stop();

    const third = await aSimulator(options);
    expect(third.summary().calls).toBe(7);
    expect(third.summary().webhooks.made).toBeLessThan(made); // finished calls are not told again
    third.reset();
    expect(third.summary().calls).toBe(0);
    await third.stop();
    expect((await aSimulator(options)).summary().calls).toBe(0);
  });
});

describe('the truth', () => {
  test('is hidden from whoever lacks the token', async () => {
    const simulator = await aSimulator();
    for (const headers of [{}, { 'x-sim-token': 'guess' }, { authorization: `Bearer ${simulator.apiKey}` }]) {
      expect((await fetch(`${simulator.url}/_sim/summary`, { headers })).status).toBe(404);
    }
  });

  test('tells and steers over HTTP', async () => {
    const simulator = await aSimulator();
    const sim = async (method: string, path: string, body?: unknown) => {
      const headers = { 'x-sim-token': simulator.token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const response = await fetch(`${simulator.url}/_sim/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: response.status, json: await response.json() };
    };
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    expect(await sim('PUT', 'script', { '*': 'no-answer' })).toMatchObject({ status: 200 });
    expect(await sim('PUT', 'script', { '*': 'nonsense' })).toMatchObject({ status: 422 });
    expect(await sim('PUT', 'settings', { concurrency: 1 })).toMatchObject({ json: { concurrency: 1, speed: 0 } });
    await aCall(client, agentId, aNumber(0), 'a');
    await aCall(client, agentId, aNumber(1), 'b');
    await aCall(client, agentId, aNumber(1), 'b');
    expect(await sim('PUT', 'faults', { conflict: 1 })).toMatchObject({ status: 200 });
    expect(await client.placeCall({ agent_id: agentId, recipient_phone_number: aNumber(2) })).toMatchObject({ httpStatus: 409 });
    expect(await sim('POST', 'drain', { timeout_ms: 20 })).toMatchObject({ json: { drained: false, pending: 3 } });
    await sim('POST', 'clock', { advance_ms: aLongTime });
    expect(await sim('POST', 'drain')).toMatchObject({ json: { drained: true, pending: 0 } });
    expect((await sim('GET', 'summary')).json).toMatchObject({
      calls: 3, attempts: 2, calls_per_attempt_max: 2, attempts_doubled: [{ attempt_id: 'b', calls: 2 }],
      calls_per_recipient: { [aNumber(0)]: 1, [aNumber(1)]: 2 }, max_concurrent: 1, max_open: 3,
    });
    expect((await sim('GET', 'calls')).json).toMatchObject([{ attempt_id: 'a', outcome: 'no-answer', is_over: true }, {}, {}]);
    const requests = (await sim('GET', 'requests')).json as { path: string; httpStatus: number; fault: string | null }[];
    expect(requests.filter((entry) => entry.path === '/call').map((entry) => [entry.httpStatus, entry.fault])).toEqual([[200, null], [200, null], [200, null], [409, 'conflict']]);
    expect(await sim('POST', 'reset', { seed: 'other' })).toMatchObject({ json: { seed: 'other' } });
    expect((await sim('GET', 'summary')).json).toMatchObject({ seed: 'other', calls: 0 });
  });
});

describe('the program', () => {
  const program = new URL('../../../packages/api/src/providers/bolna/simulator/main.ts', import.meta.url).pathname;
  function run(env: Record<string, string>): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
    const child = spawn(process.execPath, [program], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    onTestFinished(() => void child.kill('SIGKILL'));
    return { child, output: () => output, ended };
  }
  const urlIn = (output: string): string => /http:\/\/[\d.:]+/.exec(output)?.[0] ?? '';

  test('loses no call it has confirmed, even when killed', async () => {
    const env = { SIMULATOR_PORT: '0', SIMULATOR_STATE: aStatePath(), BOLNA_API_KEY: 'bn-test', SIMULATOR_SPEED: '10', SIMULATOR_SETTINGS: '{"callsPerMinute":0}' };
    const first = run(env);
    await until(() => urlIn(first.output()) !== '', 'the simulator listens');
    const client = aClient({ url: urlIn(first.output()), apiKey: 'bn-test' });
    const agentId = await anAgent(client);
    const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => aCall(client, agentId, aNumber(index))));
    first.child.kill('SIGKILL');
    await first.ended;

    const second = run(env);
    await until(() => urlIn(second.output()) !== '', 'the simulator listens again');
    const again = aClient({ url: urlIn(second.output()), apiKey: 'bn-test' });
    for (const id of ids) expect((await again.getExecution(id)).httpStatus).toBe(200);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test('ends when told to, also with a client hanging on the line', async () => {
    const { child, output, ended } = run({ SIMULATOR_PORT: '0', SIMULATOR_FAULTS: '{"hangPlaced":1}', BOLNA_API_KEY: 'bn-test' });
    await until(() => urlIn(output()) !== '', 'the simulator listens');
    const client = aClient({ url: urlIn(output()), apiKey: 'bn-test' }, 15_000);
    const agentId = await anAgent(client);
    const hanging = client.placeCall({ agent_id: agentId, recipient_phone_number: aNumber(0) });
    await until(async () => (await client.getUser()).value?.concurrency.current === 1, 'the call is placed');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(await hanging).toMatchObject({ transportError: 'reset', executionId: null });
  });

  test('says in one sentence that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { ended, output } = run({ SIMULATOR_PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toBe(`The simulator cannot start: port ${port} is taken; set SIMULATOR_PORT to a free one.\n`);
  });

  test('refuses settings it does not know', async () => {
    const { ended, output } = run({ SIMULATOR_FAULTS: '{"webhookLst":1}' });
    expect(await ended).toBe(1);
    expect(output()).toContain('SIMULATOR_FAULTS');
  });
});
