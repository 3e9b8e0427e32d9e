// A9: whatever word a call ends with, known to us or not, and whatever part of the news is lost: once we have asked
// and the provider has confirmed the end, its slot and its hold are gone. A word that we do not know frees nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Agent, aCampaign, anAgent, aTenant, count, type Tenant } from '../support/cast.ts';
import { whileBroken } from './support/controls.ts';
import { applyAll, hook, newExecution, pull } from './support/provider.ts';
import { answer, aScene, claim, clear, fence, type Scene } from './support/scene.ts';
import { chanceOf, type Chance } from './support/seed.ts';

const LIVES = 200;
const OWNER = '00000000-0000-4000-8000-00000000000a';
const UNKNOWN = ['finished', 'Completed', 'hung-up', '', 'in progress'];

let scene: Scene;
let chance: Chance;
let tenant: Tenant;
let agent: Agent;
let ends: string[];

beforeAll(async () => {
  scene = await aScene({ 'dial.system_max_concurrent': 500 });
  const { rows } = await scene.sql.query<{ status: string }>('select p.status from public.provider_statuses p where p.is_terminal order by p.status');
  // Our own word for what the provider does not know any more; it comes from a 404 and is tried below.
  ends = rows.map(({ status }) => status).filter((status) => status !== 'not-found');
  expect(ends.length).toBeGreaterThanOrEqual(8);
});

afterAll(() => scene.end());

beforeEach(async () => {
  await clear(scene);
  chance = chanceOf('release');
  tenant = await aTenant(scene.sql, { limit: 500 });
  agent = await anAgent(scene.sql, tenant);
});

/** So many calls that the provider has accepted; returns their executions. */
async function accepted(howMany: number): Promise<string[]> {
  await aCampaign(scene, tenant, agent, { people: howMany });
  const executions: string[] = [];
  while (executions.length < howMany) {
    for (const attempt of await claim(scene.worker, OWNER, 200)) {
      const execution = newExecution();
      await fence(scene.worker, OWNER, attempt);
      expect(await answer(scene.worker, OWNER, attempt, 200, execution)).toBe('accepted');
      executions.push(execution);
    }
  }
  return executions;
}

const held = async (): Promise<{ slots: number; holds: number }> => ({
  slots: await count(scene.sql, 'select count(*) from public.active_calls'),
  holds: await count(scene.sql, 'select count(*) from public.credit_holds'),
});

/** Tells of each call in a random way, loses some of it, and asks at last. */
async function lived(executions: readonly string[]): Promise<void> {
  for (const [index, execution] of executions.entries()) {
    const end = ends[index % ends.length] ?? '';
    const words = chance.shuffled(['queued', 'ringing', 'in-progress', chance.pick(UNKNOWN), 'call-disconnected', end]);
    for (const [place, status] of words.entries()) if (chance.next() < 0.6) await hook(scene.api, agent, { execution, status, at: place * 10 });
    await pull(scene.worker, agent, { execution, status: end, at: 90, talk: chance.below(200) });
    if (chance.next() < 0.1) await applyAll(scene.worker);
  }
  await applyAll(scene.worker);
}

test(`frees every slot and every hold after ${LIVES} lives that end in every way and are told in part`, { timeout: 60_000 }, async () => {
  const executions = await accepted(LIVES);
  expect(await held()).toEqual({ slots: LIVES, holds: LIVES });
  await lived(executions);
  expect(await held()).toEqual({ slots: 0, holds: 0 });
  expect(await count(scene.sql, "select count(*) from public.call_attempts a where a.closed_at is null")).toBe(0);
  expect(await count(scene.sql, "select count(*) from public.call_queue q where q.status = 'processing'")).toBe(0);
});

test('control: freeing on completed and failed only leaves slots behind', async () => {
  const executions = await accepted(ends.length * 2);
  await whileBroken(
    scene.migrator, 'public.cleanup_active_calls_on_status_change',
    [['where (n.ended_at is not null or n.confirmed_at is not null)', "where n.provider_status in ('completed', 'failed')"]],
    () => lived(executions),
  );
  expect((await held()).slots).toBeGreaterThanOrEqual(ends.length - 2);
});

test('frees nothing at a word that it does not know, told or asked, until a known end is confirmed', async () => {
  const executions = await accepted(UNKNOWN.length);
  for (const [index, execution] of executions.entries()) {
    const status = UNKNOWN[index] ?? '';
    await hook(scene.api, agent, { execution, status, at: 10 });
    await pull(scene.worker, agent, { execution, status, at: 20 });
  }
  await applyAll(scene.worker);
  expect(await held()).toEqual({ slots: UNKNOWN.length, holds: UNKNOWN.length });
  for (const execution of executions) await pull(scene.worker, agent, { execution, status: 'completed', at: 90, talk: 30 });
  await applyAll(scene.worker);
  expect(await held()).toEqual({ slots: 0, holds: 0 });
});

test('frees the slot at a call-disconnected that is only told, and keeps hold and person until the end is confirmed', async () => {
  const [execution = ''] = await accepted(1);
  await hook(scene.api, agent, { execution, status: 'call-disconnected', at: 40 });
  await applyAll(scene.worker);
  expect(await held()).toEqual({ slots: 0, holds: 1 });
  expect(await count(scene.sql, "select count(*) from public.call_queue q where q.status = 'processing'")).toBe(1);
  await pull(scene.worker, agent, { execution, status: 'completed', at: 60, talk: 30 });
  await applyAll(scene.worker);
  expect(await held()).toEqual({ slots: 0, holds: 0 });
});

test('takes a call as ended that the provider does not know any more, but not a young one', async () => {
  const [execution = ''] = await accepted(1);
  await scene.worker.query('select public.store_pulled_execution($1, 404, null)', [execution]);
  await applyAll(scene.worker);
  expect(await held()).toEqual({ slots: 1, holds: 1 });
  await scene.worker.query("select public.store_pulled_execution($1, 404, null, now() + interval '1 hour')", [execution]);
  await scene.worker.query("select public.apply_call_events(200, now() + interval '1 hour')");
  expect(await held()).toEqual({ slots: 0, holds: 0 });
});
