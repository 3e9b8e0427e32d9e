import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBolnaClient, notWrittenErrors } from '@callgres/api/providers/bolna';
import type { FaultRates } from '@callgres/api/simulator';
import { aCall, aClient, aNumber, anAgent, aServer, aSimulator, textOf } from './cast.ts';

const someone = aNumber(0);
const request = (agentId: string) => ({ agent_id: agentId, recipient_phone_number: someone });

describe('placeCall tells what happened to one request, sent once', () => {
  test.each<[keyof FaultRates, { httpStatus: number | null; transportError?: string; retryAfterSeconds?: number; placed: boolean }]>([
    ['tooManyRequests', { httpStatus: 429, retryAfterSeconds: 2, placed: false }],
    ['tooManyRequestsBare', { httpStatus: 429, placed: false }],
    ['forbidden', { httpStatus: 403, placed: false }],
    ['paymentRequired', { httpStatus: 402, placed: false }],
    ['serverErrorBefore', { httpStatus: 500, placed: false }],
    ['conflict', { httpStatus: 409, placed: false }],
    ['misdirected', { httpStatus: 421, placed: false }],
    ['redirect', { httpStatus: 302, placed: false }],
    ['resetBefore', { httpStatus: null, transportError: 'reset', placed: false }],
    ['hangNotPlaced', { httpStatus: null, transportError: 'timeout', placed: false }],
    ['serverErrorAfter', { httpStatus: 502, placed: true }],
    ['requestTimeout', { httpStatus: 408, placed: true }],
    ['resetAfter', { httpStatus: null, transportError: 'reset', placed: true }],
    ['hangPlaced', { httpStatus: null, transportError: 'timeout', placed: true }],
    ['garbage', { httpStatus: 200, transportError: 'garbage', placed: true }],
    ['wrongType', { httpStatus: 200, transportError: 'garbage', placed: true }],
    ['truncated', { httpStatus: 200, transportError: 'reset', placed: true }],
    ['slowBody', { httpStatus: 200, transportError: 'timeout', placed: true }],
  ])('under the fault %s', async (fault, { placed, ...expected }) => {
    const simulator = await aSimulator();
    const client = aClient(simulator, 400);
    const agentId = await anAgent(client);
    simulator.setFaults({ [fault]: 1 });
    const answer = await client.placeCall(request(agentId));
    expect(answer).toMatchObject({ executionId: null, transportError: null, retryAfterSeconds: null, ...expected });
    expect(simulator.calls()).toHaveLength(placed ? 1 : 0);
    const sent = simulator.requests().filter((entry) => entry.path === '/call');
    expect(sent).toMatchObject([{ fault, executionId: placed ? (expect.any(String) as unknown) : null }]);
  });

  test('an accepted call has its execution id', async () => {
    const simulator = await aSimulator();
    const client = aClient(simulator);
    const answer = await client.placeCall(request(await anAgent(client)));
    expect(answer).toEqual({
      httpStatus: 200, transportError: null, executionId: simulator.calls()[0]?.execution_id, message: 'done', retryAfterSeconds: null,
    });
  });

  test.each([
    ['an unknown agent', {}, 404, 'agent not found'],
    ['bare digits', { recipient_phone_number: '12015550100' }, 422, 'recipient_phone_number must be in E.164 format'],
    ['a trailing Z', { scheduled_at: '2026-01-01T00:00:00Z' }, 500, 'Internal Server Error'],
  ])('a refusal for %s brings the provider\'s words', async (what, change, httpStatus, message) => {
    const client = aClient(await aSimulator());
    const agentId = what === 'an unknown agent' ? 'nobody' : await anAgent(client);
    expect(await client.placeCall({ ...request(agentId), ...change })).toMatchObject({ httpStatus, message, executionId: null });
  });

  test('a wrong key is refused', async () => {
    const simulator = await aSimulator();
    expect(await aClient({ url: simulator.url, apiKey: 'bn-other' }).placeCall(request('any'))).toMatchObject({ httpStatus: 403, message: 'Invalid API key' });
  });
});

describe('placeCall knows when nothing was written', () => {
  const client = (baseUrl: string, timeoutMs = 500) => createBolnaClient({ baseUrl, apiKey: 'bn-x', timeoutMs });

  test('a closed port is refused', async () => {
    expect(await client(`http://127.0.0.1:${await aClosedPort()}`).placeCall(request('any'))).toMatchObject({ transportError: 'refused', httpStatus: null });
  });

  test('a name that does not exist is dns', async () => {
    const answer = await client('http://no-such-host.invalid', 5000).placeCall(request('any'));
    expect(answer).toMatchObject({ transportError: 'dns', httpStatus: null });
  });

  test('a server without TLS behind https is tls', async () => {
    const { port } = await aListener((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await client(`https://127.0.0.1:${port}`).placeCall(request('any'))).toMatchObject({ transportError: 'tls' });
  });

  test('a handshake that never ends is connect_timeout, and proves that nothing was sent', async () => {
    const { port } = await aListener(() => {});
    const { transportError } = await client(`https://127.0.0.1:${port}`, 200).placeCall(request('any'));
    expect(transportError).toBe('connect_timeout');
    expect(notWrittenErrors).toContain(transportError);
  });

  test('the last check is asked once, when the connection stands, and its no is obeyed', async () => {
    const bytes: Buffer[] = [];
    let connections = 0;
    const { port } = await aListener((socket) => {
      connections++;
      socket.on('data', (chunk) => bytes.push(chunk));
    });
    let asked = 0;
    const answer = await client(`http://127.0.0.1:${port}`).placeCall(request('any'), { mayStillSend: () => ++asked < 0 });
    expect(answer).toMatchObject({ transportError: 'not_sent', httpStatus: null });
    expect({ asked, connections, bytes }).toEqual({ asked: 1, connections: 1, bytes: [] });
  });

  test('a signal given before is not_sent, a signal after the first byte is aborted', async () => {
    const given = await client('http://127.0.0.1:9').placeCall(request('any'), { signal: AbortSignal.abort() });
    expect(given.transportError).toBe('not_sent');
    const abort = new AbortController();
    const { port } = await aListener((socket) => socket.on('data', () => abort.abort()));
    const later = await client(`http://127.0.0.1:${port}`).placeCall(request('any'), { signal: abort.signal });
    expect(later.transportError).toBe('aborted');
    expect(notWrittenErrors).not.toContain(later.transportError);
  });
});

describe('the wire', () => {
  test('two calls use two connections', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await aServer(async (incoming) => {
      ports.add(incoming.socket.remotePort);
      await textOf(incoming);
      return 200;
    });
    const client = createBolnaClient({ baseUrl: url, apiKey: 'bn-x', timeoutMs: 1000 });
    await client.placeCall(request('any'));
    await client.placeCall(request('any'));
    expect(ports.size).toBe(2);
  });

  test('421 is sent once here, and twice by fetch, which is why fetch does not place calls', async () => {
    let requests = 0;
    const { url } = await aServer(async (incoming) => {
      requests++;
      await textOf(incoming);
      return 421;
    });
    await createBolnaClient({ baseUrl: url, apiKey: 'bn-x', timeoutMs: 1000 }).placeCall(request('any'));
    expect(requests).toBe(1);
    await fetch(`${url}/call`, { method: 'POST', body: '{}', redirect: 'manual' });
    expect(requests).toBe(3); // the control
  });

  test.each([
    ['7', 7],
    [new Date(Date.now() + 90_000).toUTCString(), expect.toSatisfy((seconds: number) => seconds > 80 && seconds <= 90) as unknown],
    ['Thu, 01 Jan 2015 00:00:00 GMT', 0],
    ['soon', null],
  ])('a Retry-After of "%s" is read', async (header, seconds) => {
    const { port } = await aListener((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 429 Too Many Requests\r\nretry-after: ${header}\r\ncontent-length: 0\r\n\r\n`));
    });
    const client = createBolnaClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'bn-x', timeoutMs: 1000 });
    expect(await client.placeCall(request('any'))).toMatchObject({ httpStatus: 429, retryAfterSeconds: seconds });
  });

  test('what is not HTTP is garbage', async () => {
    const { port } = await aListener((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH\r\n')));
    const client = createBolnaClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'bn-x', timeoutMs: 1000 });
    expect(await client.placeCall(request('any'))).toMatchObject({ transportError: 'garbage', httpStatus: null });
  });

  test.each(['placeCall', 'getExecution'] as const)('%s takes no answer above 5 MiB', async (name) => {
    const { port } = await aListener((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 6000000\r\n\r\n${'x'.repeat(6_000_000)}`));
    });
    const client = createBolnaClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'bn-x', timeoutMs: 3000 });
    const answer = name === 'placeCall' ? await client.placeCall(request('any')) : await client.getExecution('any');
    expect(answer).toMatchObject({ transportError: 'too_large', httpStatus: 200 });
  });
});

describe('the other requests', () => {
  test('read agents, account and executions, raw where the database is to read them', async () => {
    const simulator = await aSimulator({ settings: { concurrency: 7 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client, 'http://127.0.0.1:9/hook');
    const id = await aCall(client, agentId, someone, 'attempt-1');
    expect((await client.listAgents()).value).toMatchObject([{ id: agentId, agent_name: 'Ava', webhook_url: 'http://127.0.0.1:9/hook' }]);
    expect((await client.getUser()).value).toMatchObject({ concurrency: { max: 7, current: 1 } });
    const { httpStatus, body } = await client.getExecution(id);
    expect(httpStatus).toBe(200);
    expect(JSON.parse(body ?? '')).toMatchObject({ id, context_details: { recipient_data: { callgres_attempt_id: 'attempt-1' } } });
    expect(await client.getExecution('unknown')).toMatchObject({ httpStatus: 404, body: '{"error":"execution not found"}' });
  });

  test('tell a dead provider as a value, not as an exception', async () => {
    const client = createBolnaClient({ baseUrl: `http://127.0.0.1:${await aClosedPort()}`, apiKey: 'bn-x', timeoutMs: 1000 });
    expect(await client.getUser()).toMatchObject({ httpStatus: null, transportError: 'refused', value: null });
  });
});

async function aClosedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A bare TCP listener that ends with the test. */
async function aListener(onSocket: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port };
}
