// A2: who makes somebody claimable while the claimer parks the lane or the tenant, is never forgotten.
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Agent, aCampaign, anAgent, aTenant, type Campaign, count, one, type Tenant } from '../support/cast.ts';
import { whileBroken } from './support/controls.ts';
import { answer, aScene, claim, clear, fence, type Scene } from './support/scene.ts';

let scene: Scene;
let other: pg.Client;
let tenant: Tenant;
let agent: Agent;
let campaign: Campaign;

const OWNER = '00000000-0000-4000-8000-00000000000a';

beforeAll(async () => {
  scene = await aScene();
  other = await scene.connect(scene.db.workerUrl);
});

afterAll(() => scene.end());

beforeEach(async () => {
  await clear(scene);
  tenant = await aTenant(scene.sql, { limit: 1 });
  agent = await anAgent(scene.sql, tenant);
  campaign = await aCampaign(scene, tenant, agent, { people: 2 });
});

/** Everybody in the lane waits for a later hour. */
const later = (): Promise<unknown> =>
  scene.sql.query("update public.call_queue set due = false, scheduled_for = now() - interval '1 minute' where campaign_id = $1", [campaign.id]);

const readiness = (): Promise<{ lane: boolean; tenant: boolean }> =>
  one(scene.sql, 'select l.ready as lane, t.ready as tenant from public.dispatch_lanes l join public.tenant_dispatch t using (user_id) where l.id = $1', [campaign.laneId]);

/** A promotion that has not committed yet, while the claimer finds the lane empty. */
async function promotedWhileClaiming(): Promise<void> {
  await later();
  await other.query('begin');
  await other.query('select public.promote_due_items()');
  expect(await claim(scene.worker, OWNER)).toEqual([]);
  await other.query('commit');
}

/** A freed line that has not committed yet, while the claimer finds the tenant full. */
async function freedWhileClaiming(): Promise<void> {
  const [attempt = ''] = await claim(scene.worker, OWNER);
  expect(await fence(scene.worker, OWNER, attempt)).toBe(true);
  await scene.sql.query('update public.tenant_dispatch set ready = true where user_id = $1', [tenant.id]);
  await other.query('begin');
  await answer(other, OWNER, attempt, 422);
  expect(await claim(scene.worker, OWNER)).toEqual([]);
  await other.query('commit');
}

const SHARE_LOCK_OF_LANES = 'perform 1\n  from public.dispatch_lanes l\n  where l.id = any (p_lane_ids)\n  for key share;';
const SHARE_LOCK_OF_TENANTS = 'perform 1\n  from public.tenant_dispatch t\n  where t.user_id = any (p_user_ids)\n  for key share;';

test('keeps a lane in sight that gets a due person while the claimer looks', async () => {
  await promotedWhileClaiming();
  expect(await readiness()).toEqual({ lane: true, tenant: true });
  expect(await count(scene.worker, 'select public.dispatch_sweep()')).toBe(0);
  expect(await claim(scene.worker, OWNER)).toHaveLength(1);
});

test('control: without the share lock the wake-up of the lane is lost', async () => {
  await whileBroken(scene.migrator, 'public.wake_lanes', [[SHARE_LOCK_OF_LANES, '']], promotedWhileClaiming);
  expect(await readiness()).toMatchObject({ lane: false });
  expect(await claim(scene.worker, OWNER)).toEqual([]);
  expect(await count(scene.worker, 'select public.dispatch_sweep()')).toBe(1);
  expect(await claim(scene.worker, OWNER)).toHaveLength(1);
});

test('keeps a tenant in sight whose line becomes free while the claimer looks', async () => {
  await freedWhileClaiming();
  expect(await readiness()).toEqual({ lane: true, tenant: true });
  expect(await claim(scene.worker, OWNER)).toHaveLength(1);
});

test('control: without the share lock the wake-up of the tenant is lost', async () => {
  await whileBroken(scene.migrator, 'public.wake_tenants', [[SHARE_LOCK_OF_TENANTS, '']], freedWhileClaiming);
  expect(await readiness()).toMatchObject({ tenant: false });
  expect(await claim(scene.worker, OWNER)).toEqual([]);
  expect(await count(scene.worker, 'select public.dispatch_sweep()')).toBe(1);
});

/** Two wake the same parked lane; the one who raised its flag rolls back, the other has committed. */
async function wokenBesideAnother(): Promise<void> {
  await later();
  expect(await claim(scene.worker, OWNER)).toEqual([]);
  expect(await readiness()).toEqual({ lane: false, tenant: false });
  const rows = await scene.sql.query<{ id: string }>('select q.id from public.call_queue q where q.campaign_id = $1 order by q.id', [campaign.id]);
  const [first, second] = rows.rows.map(({ id }) => id);
  const [definer, undecided] = [await scene.connect(scene.db.definerUrl), await scene.connect(scene.db.definerUrl)];
  await undecided.query('begin');
  await undecided.query('update public.call_queue set due = true where id = $1', [first]);
  await definer.query('update public.call_queue set due = true where id = $1', [second]);
  await undecided.query('rollback');
}

test('does not lose a wake-up to another waker that raised the flag first and changed its mind', async () => {
  await wokenBesideAnother();
  expect(await claim(scene.worker, OWNER)).toHaveLength(1);
  expect(await count(scene.worker, 'select public.dispatch_sweep()')).toBe(0);
});

test('control: without its note for the claim that wake-up is lost', async () => {
  await whileBroken(scene.migrator, 'public.wake_lanes', [['where p.id not in (select r.id from raised r)', 'where false']], wokenBesideAnother);
  expect(await claim(scene.worker, OWNER)).toEqual([]);
  expect(await count(scene.worker, 'select public.dispatch_sweep()')).toBe(1);
});
