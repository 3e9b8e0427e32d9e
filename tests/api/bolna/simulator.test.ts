import { describe, expect, test } from 'vitest';
import { aCall, aClient, aLongTime, aNumber, anAgent, ask, aSimulator, statusOf } from './cast.ts';

describe('chance', () => {
  test('the same seed gives the same outcomes, whatever the order and concurrency', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => aNumber(index));
    const faults = { serverErrorBefore: 0.1, tooManyRequests: 0.1, hostileText: 0.2, completedTwice: 0.2 };
    const run = async (seed: string, order: string[], atOnce: boolean): Promise<string> => {
      const simulator = await aSimulator({ seed, faults });
      const client = aClient(simulator);
      const agentId = await anAgent(client);
      const place = (number: string) => client.placeCall({ agent_id: agentId, recipient_phone_number: number });
      for (const round of [1, 2, 3]) {
        if (atOnce) await Promise.all(order.map(place));
        else for (const number of order) await place(number);
        simulator.advance(round);
      }
      simulator.advance(aLongTime);
      const fates = simulator.calls().map(({ recipient, ordinal, outcome, talk_seconds, quirks }) => ({ recipient, ordinal, outcome, talk_seconds, quirks }));
      const refused = simulator.requests().filter((entry) => entry.fault).map(({ recipient, ordinal, fault }) => ({ recipient, ordinal, fault }));
      return [...fates, ...refused].map((entry) => JSON.stringify(entry)).sort().join('\n');
    };
    const once = await run('a', numbers, false);
    expect(await run('a', numbers.toReversed(), true)).toBe(once);
    expect(await run('b', numbers, false)).not.toBe(once); // the control
  });

  test('a script decides before chance does, call by call', async () => {
    const simulator = await aSimulator({ script: { [aNumber(0)]: ['busy', 'serverErrorAfter', 'human'], '*': 'no-answer' } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const statuses = [];
    for (const number of [aNumber(0), aNumber(0), aNumber(0), aNumber(1)]) {
      statuses.push((await client.placeCall({ agent_id: agentId, recipient_phone_number: number })).httpStatus);
    }
    expect(statuses).toEqual([200, 502, 200, 200]);
    expect(simulator.calls().map((call) => call.outcome)).toMatchObject(['busy', expect.any(String), 'human', 'no-answer']);
  });

  test('a thousand calls meet the usual mix of outcomes', async () => {
    const simulator = await aSimulator();
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    await Promise.all(Array.from({ length: 1000 }, (_, index) => aCall(client, agentId, aNumber(index))));
    const count = (outcome: string): number => simulator.calls().filter((call) => call.outcome === outcome).length;
    expect(count('human')).toBeGreaterThan(450);
    expect(count('no-answer')).toBeGreaterThan(180);
    expect(count('voicemail')).toBeGreaterThan(70);
    expect(count('busy')).toBeGreaterThan(30);
  });
});

describe('lines', () => {
  test('calls above the limit wait and are dialled first in, first out', async () => {
    const simulator = await aSimulator({ settings: { concurrency: 3 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const ids: string[] = [];
    for (let index = 0; index < 12; index++) {
      ids.push(await aCall(client, agentId, aNumber(index)));
      simulator.advance(1);
    }
    expect(simulator.calls().filter((call) => call.started_at !== null)).toHaveLength(3);
    expect(simulator.summary()).toMatchObject({ on_line: 3, open: 12 });
    simulator.advance(12 * aLongTime);
    const calls = simulator.calls();
    expect(calls.map((call) => call.execution_id)).toEqual(ids);
    const steps = calls.map((call) => call.steps.at(1)?.at ?? '');
    expect(calls.every((call) => call.is_over)).toBe(true);
    expect(steps.filter((step) => step !== '')).toHaveLength(12);
    expect(simulator.summary()).toMatchObject({ max_concurrent: 3, max_open: 12, open: 0, on_line: 0 });
  });

  test('waiting calls start in order while time runs', async () => {
    const simulator = await aSimulator({ settings: { concurrency: 2, speed: 2000 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    for (let index = 0; index < 12; index++) await aCall(client, agentId, aNumber(index));
    expect(await simulator.drain()).toBe(true);
    const started = simulator.calls().map((call) => call.started_at ?? '');
    expect(started.toSorted()).toEqual(started);
    expect(simulator.summary().max_concurrent).toBe(2);
  });

  test('a raised limit takes effect at once', async () => {
    const simulator = await aSimulator({ settings: { concurrency: 1 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    for (let index = 0; index < 4; index++) await aCall(client, agentId, aNumber(index));
    simulator.setSettings({ concurrency: 3 });
    expect(simulator.summary().on_line).toBe(3);
  });

  test('only a waiting call can be stopped', async () => {
    const simulator = await aSimulator({ settings: { concurrency: 1 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const [first, second, third] = [await aCall(client, agentId, aNumber(0)), await aCall(client, agentId, aNumber(1)), await aCall(client, agentId, aNumber(2))];
    expect(await client.stopCall(first)).toMatchObject({ httpStatus: 400 });
    expect(await client.stopCall(second)).toMatchObject({ httpStatus: 200, value: { status: 'stopped' } });
    expect(await client.stopCall(second)).toMatchObject({ httpStatus: 400 });
    const stopped = await ask(simulator, `/v2/agent/${agentId}/stop`, { method: 'POST' });
    expect(stopped.json).toEqual({ stopped_executions: [third] });
    simulator.advance(aLongTime);
    expect(simulator.calls().map((call) => [call.outcome, call.is_over])).toMatchObject([[expect.any(String), true], ['stopped', true], ['stopped', true]]);
  });

  test('a stop that lies answers 200 and the call rings', async () => {
    const simulator = await aSimulator({ settings: { concurrency: 0 }, faults: { stopIgnored: 1 }, script: { '*': 'human' } });
    const client = aClient(simulator);
    const id = await aCall(client, await anAgent(client), aNumber(0));
    expect(await client.stopCall(id)).toMatchObject({ httpStatus: 200, value: { status: 'stopped' } });
    simulator.setSettings({ concurrency: 1 });
    simulator.advance(aLongTime);
    expect(simulator.calls()).toMatchObject([{ outcome: 'human', is_over: true }]);
  });

  test('a rescheduled call rings later unless it is stopped', async () => {
    const simulator = await aSimulator({ script: { '*': 'rescheduled' } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const [kept, dropped] = [await aCall(client, agentId, aNumber(0)), await aCall(client, agentId, aNumber(1))];
    expect(await statusOf(client, kept)).toBe('rescheduled');
    expect(await client.stopCall(dropped)).toMatchObject({ httpStatus: 200 });
    simulator.advance(aLongTime);
    expect(simulator.calls()).toMatchObject([{ is_over: true, steps: { length: expect.any(Number) as unknown } }, { outcome: 'stopped' }]);
    expect(await statusOf(client, kept)).not.toBe('rescheduled');
  });

  test('an empty wallet ends calls as balance-low', async () => {
    const simulator = await aSimulator({ settings: { wallet: 199 } });
    const client = aClient(simulator);
    const id = await aCall(client, await anAgent(client), aNumber(0));
    simulator.advance(aLongTime);
    expect(await statusOf(client, id)).toBe('balance-low');
  });
});

describe('limits and numbers', () => {
  test('the request above the rate is refused with the seconds to wait', async () => {
    const simulator = await aSimulator({ settings: { callsPerMinute: 2 } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    await aCall(client, agentId, aNumber(0));
    await aCall(client, agentId, aNumber(1));
    const third = await client.placeCall({ agent_id: agentId, recipient_phone_number: aNumber(2) });
    expect(third).toMatchObject({ httpStatus: 429, executionId: null });
    expect(third.retryAfterSeconds).toBeGreaterThan(50);
    expect((await client.getUser()).httpStatus).toBe(200);
  });

  test('a number that may belong to somebody is not dialled unless that was asked for', async () => {
    const simulator = await aSimulator();
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const call = (number: string) => client.placeCall({ agent_id: agentId, recipient_phone_number: number });
    for (const real of ['+12025550200', '+14155552671', '+447700901000', '+4930123456', '+1202555010']) {
      expect(await call(real)).toMatchObject({ httpStatus: 422, executionId: null });
    }
    expect(simulator.calls()).toEqual([]);
    expect(await call('+447700900123')).toMatchObject({ httpStatus: 200 });
    simulator.setSettings({ allowAnyNumber: true });
    expect(await call('+14155552671')).toMatchObject({ httpStatus: 200 });
  });

  test('what our client must never send is counted', async () => {
    const simulator = await aSimulator();
    const client = aClient(simulator);
    await client.placeCall({
      agent_id: await anAgent(client), recipient_phone_number: aNumber(0), bypass_call_guardrails: true, retry_config: { enabled: true },
    });
    expect(simulator.summary().violations).toEqual({ retries_enabled: 1, guardrails_bypassed: 1 });
  });
});
