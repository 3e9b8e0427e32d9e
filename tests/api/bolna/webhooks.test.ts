import { describe, expect, test } from 'vitest';
import { execution } from '@callgres/api/providers/bolna';
import type { FaultRates, Simulator, SimulatorOptions } from '@callgres/api/simulator';
import { aCall, aClient, aLongTime, aNumber, anAgent, aReceiver, aSimulator, until, type Receiver } from './cast.ts';

const life = ['initiated', 'ringing', 'in-progress', 'call-disconnected', 'completed'];

/** One answered call from its first to its last webhook. */
async function aTalk(faults: FaultRates, receiver: Receiver, options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await aSimulator({ script: { '*': 'human' }, faults, ...options });
  const client = aClient(simulator);
  await aCall(client, await anAgent(client, `${receiver.url}/hook`), aNumber(0), 'attempt-1');
  simulator.advance(aLongTime);
  return simulator;
}

describe('webhooks', () => {
  test('come once per change, in order, with the attempt id', async () => {
    const receiver = await aReceiver();
    const simulator = await aTalk({}, receiver);
    expect(await simulator.drain()).toBe(true);
    expect(receiver.statuses()).toEqual(life);
    for (const body of receiver.bodies) {
      expect(execution.parse(JSON.parse(body)).context_details?.recipient_data).toEqual({ callgres_attempt_id: 'attempt-1' });
    }
    expect(simulator.summary().webhooks).toMatchObject({ made: 5, delivered: 5, lost: 0, doubled: 0, given_up: 0 });
  });

  test('are tried again on anything but a 2xx', async () => {
    const receiver = await aReceiver((before) => (before < 2 ? 500 : 200));
    const simulator = await aSimulator({ script: { '*': 'busy' }, settings: { speed: 500 } });
    const client = aClient(simulator);
    await aCall(client, await anAgent(client, receiver.url), aNumber(0));
    expect(await simulator.drain()).toBe(true);
    expect(receiver.statuses().toSorted()).toEqual(['busy', 'initiated', 'ringing']);
    expect(simulator.summary().webhooks).toMatchObject({ made: 3, delivered: 3, retried: 2 });
  });

  test('are given up after five tries', async () => {
    const receiver = await aReceiver(() => 302);
    const simulator = await aSimulator({ script: { '*': 'canceled' }, settings: { speed: 2000 } });
    const client = aClient(simulator);
    await aCall(client, await anAgent(client, receiver.url), aNumber(0));
    expect(await simulator.drain()).toBe(true);
    expect(simulator.summary().webhooks).toMatchObject({ made: 2, delivered: 0, retried: 8, given_up: 2 });
  });

  test('can all be lost, while the provider itself knows better', async () => {
    const receiver = await aReceiver();
    const simulator = await aTalk({ webhookLost: 1 }, receiver);
    expect(await simulator.drain()).toBe(true);
    expect(receiver.bodies).toEqual([]);
    expect(simulator.summary().webhooks).toMatchObject({ made: 5, delivered: 0, lost: 5 });
    const id = simulator.calls()[0]?.execution_id ?? '';
    expect(JSON.parse((await aClient(simulator).getExecution(id)).body ?? '')).toMatchObject({ status: 'completed' });
  });

  test('can come twice', async () => {
    const receiver = await aReceiver();
    const simulator = await aTalk({ webhookDuplicated: 1 }, receiver);
    expect(await simulator.drain()).toBe(true);
    expect(receiver.statuses()).toEqual(life.flatMap((status) => [status, status]));
    expect(simulator.summary().webhooks).toMatchObject({ made: 5, doubled: 5, delivered: 10 });
  });

  test('can overtake each other', async () => {
    const receiver = await aReceiver();
    const simulator = await aTalk({ webhookReordered: 1 }, receiver);
    expect(await simulator.drain()).toBe(true);
    expect(receiver.statuses().toSorted()).toEqual(life.toSorted());
    expect(receiver.statuses()).not.toEqual(life);
  });

  test('can be late, but come', async () => {
    const receiver = await aReceiver();
    const simulator = await aTalk({ webhookLate: 1 }, receiver);
    expect(receiver.bodies).toEqual([]);
    simulator.advance(300_000);
    expect(await simulator.drain()).toBe(true);
    expect(receiver.statuses().toSorted()).toEqual(life.toSorted());
  });

  test('can come before the answer to the request that caused them', async () => {
    const receiver = await aReceiver();
    const simulator = await aSimulator({ faults: { eagerWebhook: 1 } });
    const client = aClient(simulator);
    await aCall(client, await anAgent(client, receiver.url), aNumber(0));
    expect(receiver.statuses()).toEqual(['initiated']);
  });

  test.each<[keyof FaultRates, (statuses: string[], bodies: string[]) => void]>([
    ['queuedEvent', (statuses) => expect(statuses).toEqual(['queued', ...life])],
    ['skippedStatus', (statuses) => expect([statuses.length, statuses.at(-1)]).toEqual([4, 'completed'])],
    ['completedNever', (statuses) => expect(statuses).toEqual(life.slice(0, -1))],
    ['precallRepeat', (statuses, bodies) => {
      expect(statuses).toEqual(['initiated', 'ringing', 'in-progress', ...life.slice(2)]);
      expect(JSON.parse(bodies[3] ?? '')).toHaveProperty('pre_call_webhook', true);
    }],
    ['completedTwice', (statuses, bodies) => {
      expect(statuses).toEqual([...life, 'completed']);
      expect(bodies[5]).not.toBe(bodies[4]);
    }],
    ['emptyAtDisconnect', (_, bodies) => {
      expect(JSON.parse(bodies[3] ?? '')).toMatchObject({ transcript: '', conversation_duration: 0 });
      expect((JSON.parse(bodies[4] ?? '') as { transcript: unknown }).transcript).not.toBe('');
    }],
    ['oversizeWebhook', (_, bodies) => expect(bodies[4]?.length).toBeGreaterThan(1024 * 1024)],
    ['echoMissing', (_, bodies) => expect((JSON.parse(bodies[0] ?? '') as { context_details: { recipient_data: unknown } }).context_details.recipient_data).toBeNull()],
  ])('know the habit %s', async (quirk, check) => {
    const receiver = await aReceiver();
    const simulator = await aTalk({ [quirk]: 1 }, receiver);
    expect(await simulator.drain()).toBe(true);
    check(receiver.statuses(), receiver.bodies);
  });

  test('of many fast calls all arrive, in order within each call', async () => {
    const receiver = await aReceiver();
    const simulator = await aSimulator({ settings: { speed: 1000, concurrency: 50 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client, receiver.url);
    for (let index = 0; index < 200; index++) await aCall(client, agentId, aNumber(index), `attempt-${index}`);
    expect(await simulator.drain()).toBe(true);
    await until(() => receiver.bodies.length === simulator.summary().webhooks.made, 'every webhook has arrived');
    const perCall = Map.groupBy(receiver.bodies.map((body) => execution.parse(JSON.parse(body))), (event) => event.id);
    for (const call of simulator.calls()) {
      expect(perCall.get(call.execution_id)?.map((event) => event.status)).toEqual(call.steps.slice(1).map((step) => step.status));
    }
    expect(simulator.summary()).toMatchObject({ calls: 200, attempts: 200, calls_per_attempt_max: 1, attempts_doubled: [], pending: 0 });
  });
});
