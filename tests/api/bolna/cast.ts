// The cast of these tests: a simulator with its clock in our hand, a client, an agent, a receiver of webhooks.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createBolnaClient, execution, type BolnaClient } from '@callgres/api/providers/bolna';
import { startSimulator, type Simulator, type SimulatorOptions } from '@callgres/api/simulator';

/** Number `index` of the American ranges kept for fiction: a hundred per area code. */
export const aNumber = (index: number): string => `+1${201 + Math.floor(index / 100)}55501${String(index % 100).padStart(2, '0')}`;

/** Stands still until advanced, answers at once, limits nothing; ends with the test. */
export async function aSimulator({ settings, ...options }: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    ...options,
    settings: { speed: 0, answerLatencyMs: [0, 0], listingDelayMs: [0, 0], concurrency: 1000, callsPerMinute: 0, ...settings },
  });
  let stopped: Promise<void> | undefined;
  const once: Simulator = { ...simulator, stop: () => (stopped ??= simulator.stop()) };
  onTestFinished(() => once.stop());
  return once;
}

export const aClient = (simulator: { url: string; apiKey: string }, timeoutMs = 5000): BolnaClient =>
  createBolnaClient({ baseUrl: simulator.url, apiKey: simulator.apiKey, timeoutMs });

export async function anAgent(client: BolnaClient, webhookUrl: string | null = null, name = 'Ava'): Promise<string> {
  const { value } = await client.createAgent({
    agent_config: {
      agent_name: name, webhook_url: webhookUrl,
      tasks: [{ task_type: 'conversation', task_config: { call_terminate: 300 } }],
    },
  });
  if (!value) throw new Error('no agent was created');
  return value.agentId;
}

/** Places a call that must succeed. */
export async function aCall(client: BolnaClient, agentId: string, recipient: string, attemptId = recipient): Promise<string> {
  const placed = await client.placeCall({
    agent_id: agentId, recipient_phone_number: recipient, user_data: { callgres_attempt_id: attemptId },
  });
  if (placed.executionId === null) throw new Error(`not placed: ${JSON.stringify(placed)}`);
  return placed.executionId;
}

export interface Receiver {
  url: string;
  bodies: string[];
  statuses(): string[];
}

/** Takes webhooks; `answer` decides the HTTP status of each, by how many came before. */
export async function aReceiver(answer: (before: number) => number = () => 200): Promise<Receiver> {
  const bodies: string[] = [];
  let count = 0;
  const { url } = await aServer(async (request) => {
    const status = answer(count++);
    const body = await textOf(request);
    if (status === 200) bodies.push(body);
    return status;
  });
  return { url, bodies, statuses: () => bodies.map((body) => execution.parse(JSON.parse(body)).status) };
}

export async function aServer(handle: (request: IncomingMessage) => Promise<number>): Promise<{ url: string }> {
  const server = createServer((request, response) => void handle(request).then((status) => response.writeHead(status).end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void (server.closeAllConnections(), server.close()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export async function until(condition: () => boolean | Promise<boolean>, what: string, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The word the provider has for a call now. */
export async function statusOf(client: BolnaClient, id: string): Promise<string> {
  return execution.parse(JSON.parse((await client.getExecution(id)).body ?? '')).status;
}

/** A request that the client does not know. */
export async function ask(simulator: { url: string; apiKey: string }, path: string, init: RequestInit = {}): Promise<{ status: number; json: unknown }> {
  const headers = { authorization: `Bearer ${simulator.apiKey}`, ...(init.body ? { 'content-type': 'application/json' } : {}) };
  const response = await fetch(simulator.url + path, { ...init, headers });
  return { status: response.status, json: await response.json() };
}

/** Longer than any life, also with 15 minutes between hanging up and completed. */
export const aLongTime = 60 * 60 * 1000;
