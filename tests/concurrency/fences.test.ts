// A10, A11: once a pause, a cancellation, an opt-out or a switch-off has committed, no fence that begins later lets a
// call through, whatever the claimers have taken before and go on taking.
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agent, aCampaign, anAgent, aTenant, type Campaign, one, signedIn, type Tenant } from '../support/cast.ts';
import { whileBroken } from './support/controls.ts';
import { aScene, claim, clear, Faults, fence, type Scene, together } from './support/scene.ts';
import { chanceOf, type Chance } from './support/seed.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 102);
const CLAIMERS = 6;

interface Cast {
  tenant: Tenant;
  agent: Agent;
  campaign: Campaign;
}

let scene: Scene;
let workers: pg.Client[];
let chance: Chance;

beforeAll(async () => {
  scene = await aScene();
  workers = await scene.crowd(scene.db.workerUrl, CLAIMERS);
  chance = chanceOf('fences');
});

afterAll(() => scene.end());

const asTenant = (call: string) => ({ tenant, campaign }: Cast): Promise<unknown> => signedIn(scene.api, tenant, (as) => as.query(`select ${call}($1)`, [campaign.id]));
const everybody = "select q.phone_number from public.call_queue q where q.user_id = $1";

/** What stops calls, each in a transaction of its own. */
const STOPS: Readonly<Record<string, (cast: Cast) => Promise<unknown>>> = {
  'a pause': asTenant('api.pause_campaign'),
  'a cancellation': asTenant('api.cancel_campaign'),
  'opt-outs at the tenant': ({ tenant }) => scene.sql.query(`insert into public.do_not_call (user_id, phone_number, reason) select $1, x.phone_number, 'asked' from (${everybody}) x`, [tenant.id]),
  'opt-outs for everybody': ({ tenant }) => scene.sql.query(`insert into public.do_not_call (user_id, phone_number, reason) select null, x.phone_number, 'asked' from (${everybody}) x`, [tenant.id]),
  'switching the agent off': ({ agent }) => scene.sql.query('update public.agents set is_active = false where id = $1', [agent.id]),
  'closing the account': ({ tenant }) => scene.migrator.query('update public.users set is_active = false where id = $1', [tenant.id]),
  'other hours': ({ campaign }) => scene.sql.query(
    `with changed as (
       update public.call_campaigns
       set first_call_time = (now() at time zone 'UTC' + interval '6 hours')::time, last_call_time = (now() at time zone 'UTC' + interval '7 hours')::time
       where id = $1 returning id)
     select 1 from changed`, [campaign.id]).then(() => scene.sql.query('select public.set_lane_windows(array[$1::bigint])', [campaign.laneId])),
};

async function aCast(): Promise<Cast> {
  await clear(scene);
  await scene.migrator.query('delete from public.do_not_call');
  const tenant = await aTenant(scene.sql, { limit: 40 });
  const agent = await anAgent(scene.sql, tenant);
  return { tenant, agent, campaign: await aCampaign(scene, tenant, agent, { people: 40 }) };
}

interface Passed {
  /** Fences that began before we knew that the stop had committed. */
  before: number;
  /** Fences that began after that: must be 0. */
  after: number;
  tried: number;
}

/** A stop in the middle of claims and fences, and some attempts kept for after it. */
async function round(stop: (cast: Cast) => Promise<unknown>, faults: Faults): Promise<Passed> {
  const cast = await aCast();
  const kept = [...(await claim(scene.worker, cast.tenant.id, 4)), ...(await claim(scene.worker, cast.tenant.id, 4))];
  const passed: Passed = { before: 0, after: 0, tried: 0 };
  let committed = false;
  let fences = 0;
  const send = async (worker: pg.Client, owner: string, attempt: string): Promise<void> => {
    const late = committed;
    fences++;
    const sent = await faults.none(fence(worker, owner, attempt));
    if (late) passed.tried++;
    if (sent === true) passed[late ? 'after' : 'before']++;
  };
  const stopAfter = 1 + chance.below(8);
  const owners = workers.map(() => chance.uuid());
  let stopping: Promise<void> | undefined;
  await together(workers, async (worker, index) => {
    const owner = owners[index] ?? '';
    for (let turn = 0; turn < 3; turn++) {
      for (const attempt of (await faults.none(claim(worker, owner, 2))) ?? []) {
        if (fences >= stopAfter) stopping ??= faults.none(stop(cast)).then(() => { committed = true; });
        await send(worker, owner, attempt);
      }
    }
  });
  stopping ??= faults.none(stop(cast)).then(() => { committed = true; });
  await stopping;
  for (const attempt of kept) await send(scene.worker, cast.tenant.id, attempt);
  // What the stop has sent back may be claimed again where only the fence knows; it must stay unsent all the same.
  for (const attempt of await claim(scene.worker, cast.tenant.id)) await send(scene.worker, cast.tenant.id, attempt);
  return passed;
}

test(`lets nothing through that a committed stop forbids, in ${ROUNDS} rounds against ${CLAIMERS} claimers`, { timeout: 60_000 + ROUNDS * 1000 }, async () => {
  const sum: Passed = { before: 0, after: 0, tried: 0 };
  const faults = new Faults();
  const kinds = Object.entries(STOPS);
  for (let n = 0; n < ROUNDS; n++) {
    const [, stop] = kinds[n % kinds.length] ?? [];
    const passed = stop ? await round(stop, faults) : sum;
    for (const key of ['before', 'after', 'tried'] as const) sum[key] += passed[key];
  }
  process.stdout.write(`fences: ${ROUNDS} stops, ${sum.before} sent before them, ${sum.tried} tried after them, ${sum.after} sent after them\n`);
  expect(faults.found).toEqual({});
  expect(sum.after).toBe(0);
  expect(sum.tried).toBeGreaterThanOrEqual(ROUNDS * 8);
});

test.each(Object.entries(STOPS))('control: without its second look the fence lets calls through %s', async (_what, stop) => {
  const passed = await whileBroken(scene.migrator, 'public.fence_refusal', [['  return v_refusal;', '  return null;']], () => round(stop, new Faults()));
  expect(passed.after).toBeGreaterThan(0);
});

test('does not hand out an attempt twice, nor to another worker', async () => {
  const { tenant } = await aCast();
  const [attempt = ''] = await claim(scene.worker, tenant.id, 1);
  expect(await fence(scene.worker, chance.uuid(), attempt)).toBe(false);
  const sent = await together(workers, (worker) => fence(worker, tenant.id, attempt));
  expect(sent.filter(Boolean)).toHaveLength(1);
  const { state } = await one<{ state: string }>(scene.sql, 'select a.state from public.call_attempts a where a.id = $1', [attempt]);
  expect(state).toBe('sending');
});
