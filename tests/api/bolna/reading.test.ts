import { describe, expect, test } from 'vitest';
import { execution, executionPage, phoneNumberList } from '@callgres/api/providers/bolna';
import { aCall, aClient, aLongTime, aNumber, anAgent, ask, aSimulator, statusOf } from './cast.ts';

describe('the execution', () => {
  test('grows along its life and obeys the contract at each step', async () => {
    const simulator = await aSimulator({ script: { '*': 'human' } });
    const client = aClient(simulator);
    const id = await aCall(client, await anAgent(client), aNumber(0));
    const seen: string[] = [];
    for (let second = 0; second < 1300; second++) {
      const body = execution.parse(JSON.parse((await client.getExecution(id)).body ?? ''));
      if (body.status !== seen.at(-1)) seen.push(body.status);
      if (body.status === 'completed') {
        expect(body).toMatchObject({ answered_by_voice_mail: false, telephony_data: { to_number: aNumber(0), hangup_by: 'Callee' } });
        expect(body.conversation_duration).toBeGreaterThan(0);
        expect(body.telephony_data?.duration).toBe(String(Math.ceil(body.conversation_duration ?? 0)));
        expect(body.extracted_data?.['Callgres']?.['call_outcome']?.objective).toEqual(expect.any(String));
        expect(body.transcript?.match(/^(assistant|user): /gm)?.length).toBeGreaterThanOrEqual(6);
        break;
      }
      simulator.advance(seen.at(-1) === 'call-disconnected' ? 10_000 : 1000);
    }
    expect(seen).toEqual(['queued', 'initiated', 'ringing', 'in-progress', 'call-disconnected', 'completed']);
    const log = await ask(simulator, `/executions/${id}/log`);
    expect(log.json).toMatchObject({ status: 'success', data: expect.arrayContaining([expect.objectContaining({ component: 'transcriber' })]) as unknown });
  });

  test('lags behind when told to, and no talk is longer than the agent allows', async () => {
    const simulator = await aSimulator({ script: { '*': 'human' }, settings: { getLagMs: 10_000 } });
    const client = aClient(simulator);
    const { value } = await client.createAgent({
      agent_config: { agent_name: 'Short', tasks: [{ task_type: 'conversation', task_config: { call_terminate: 20 } }] },
    });
    for (let index = 0; index < 20; index++) await aCall(client, value?.agentId ?? '', aNumber(index));
    const first = simulator.calls()[0]?.execution_id ?? '';
    simulator.advance(9000);
    expect(await statusOf(client, first)).toBe('queued');
    simulator.advance(9000);
    expect(await statusOf(client, first)).toBe('in-progress');
    expect(Math.max(...simulator.calls().map((call) => call.talk_seconds))).toBe(20);
  });

  test('instants on the wall clock are in order and never in the future', async () => {
    const simulator = await aSimulator({ script: { '*': 'human' } });
    const client = aClient(simulator);
    const id = await aCall(client, await anAgent(client), aNumber(0));
    const created: string[] = [];
    const updated: string[] = [];
    for (let round = 0; round < 20; round++) {
      const body = execution.parse(JSON.parse((await client.getExecution(id)).body ?? ''));
      created.push(body.created_at);
      updated.push(body.updated_at);
      simulator.advance(60_000);
    }
    expect(new Set(created).size).toBe(1);
    const instants = [created[0], ...updated, new Date().toISOString()];
    expect(instants.toSorted()).toEqual(instants);
  });

  test('a rejected call is completed without a second of talk', async () => {
    const simulator = await aSimulator({ script: { '*': 'rejected' } });
    const client = aClient(simulator);
    const id = await aCall(client, await anAgent(client), aNumber(0));
    simulator.advance(aLongTime);
    expect(JSON.parse((await client.getExecution(id)).body ?? '')).toMatchObject({ status: 'completed', conversation_duration: 0, extracted_data: null });
  });

  test('hostile text is there when asked for', async () => {
    const simulator = await aSimulator({ script: { '*': 'human' }, faults: { hostileText: 1 } });
    const client = aClient(simulator);
    const id = await aCall(client, await anAgent(client), aNumber(0));
    simulator.advance(aLongTime);
    expect((await client.getExecution(id)).body).toContain(String.raw`\u0000 \ud800`);
  });
});

describe('the listing', () => {
  const dayMs = 86_400_000;
  test('pages through an agent\'s calls, newest first, trimmed', async () => {
    const simulator = await aSimulator();
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const other = await anAgent(client, null, 'Other');
    const ids: string[] = [];
    for (let index = 0; index < 70; index++) ids.push(await aCall(client, agentId, aNumber(index)));
    await aCall(client, other, aNumber(0));
    const window = { agentId, from: new Date(Date.now() - dayMs), to: new Date(Date.now() + 1000) };
    const first = await client.listExecutions({ ...window, pageNumber: 1 });
    const second = await client.listExecutions({ ...window, pageNumber: 2 });
    expect([first.value?.data.length, first.value?.has_more, second.value?.data.length, second.value?.has_more]).toEqual([50, true, 20, false]);
    const listed = [...(first.value?.data ?? []), ...(second.value?.data ?? [])];
    expect(listed.map((row) => row.id)).toEqual(ids.toReversed());
    expect(listed[0]).not.toHaveProperty('transcript');
  });

  test('does not know a call before its delay has passed', async () => {
    const simulator = await aSimulator({ settings: { listingDelayMs: [700_000, 700_000] } });
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const id = await aCall(client, agentId, aNumber(0));
    const list = async () => {
      const page = await client.listExecutions({ agentId, from: new Date(Date.now() - dayMs), to: new Date(Date.now() + 1000), pageNumber: 1 });
      return page.value?.data.map((row) => row.id);
    };
    simulator.advance(699_999);
    expect(await list()).toEqual([]);
    expect((await client.getExecution(id)).httpStatus).toBe(200);
    simulator.advance(1);
    expect(await list()).toEqual([id]);
  });

  test('wants a window of at most 7 days and pages of at most 50, and may fail', async () => {
    const simulator = await aSimulator();
    const client = aClient(simulator);
    const agentId = await anAgent(client);
    const now = new Date();
    const list = (daysBack: number, pageSize = 50) =>
      client.listExecutions({ agentId, from: new Date(now.getTime() - daysBack * dayMs), to: now, pageNumber: 1, pageSize });
    expect((await list(7)).httpStatus).toBe(200);
    expect((await list(7.01)).httpStatus).toBe(400);
    expect((await list(1, 51)).httpStatus).toBe(422);
    expect((await ask(simulator, `/v2/agent/${agentId}/executions`)).status).toBe(422);
    expect(executionPage.safeParse((await list(7)).value).success).toBe(true);
    simulator.setFaults({ listError: 1, getError: 1 });
    expect(await list(7)).toMatchObject({ httpStatus: 500, value: null });
  });
});

describe('agents and numbers', () => {
  test('an agent can be read and patched, and keeps what the patch leaves out', async () => {
    const simulator = await aSimulator();
    const agentId = await anAgent(aClient(simulator), 'http://127.0.0.1:9/old');
    const patch = await ask(simulator, `/v2/agent/${agentId}`, { method: 'PATCH', body: JSON.stringify({ agent_config: { webhook_url: 'http://127.0.0.1:9/new' } }) });
    expect(patch).toMatchObject({ status: 200, json: { message: 'success', state: 'updated' } });
    expect((await ask(simulator, `/v2/agent/${agentId}`)).json).toMatchObject({ agent_name: 'Ava', webhook_url: 'http://127.0.0.1:9/new', tasks: [{ task_type: 'conversation' }] });
    expect((await ask(simulator, '/v2/agent/unknown')).status).toBe(404);
    expect(phoneNumberList.parse((await ask(simulator, '/phone-numbers/all')).json)).toHaveLength(1);
  });
});
