// A campaign across a country waits in a lane for each law and zone. What a claim writes is what it takes: nobody is locked who was only
// looked at. Counted in rows and pages, which do not swing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCampaign, anAgent, aTenant, contacts, count, one } from '../support/cast.ts';
import { mutate } from '../properties/stage.ts';
import { aScene, type Scene } from './support/scene.ts';

const LANES = 64;
const PEOPLE_OF_A_LANE = 25;
const WANT = 20;
const OWNER = '00000000-0000-4000-8000-00000000000a';

let scene: Scene;
let campaignId: string;

beforeAll(async () => {
  scene = await aScene({ 'dial.tenant_max_concurrent': 100 });
  const tenant = await aTenant(scene.sql, { weight: 10 });
  const agent = await anAgent(scene.sql, tenant);
  ({ id: campaignId } = await aCampaign(scene, tenant, agent, { people: 1 }));
  await contacts(scene.sql, tenant, LANES * PEOPLE_OF_A_LANE - 1, { first: 1, tag: 'crowd' });
  await scene.sql.query(
    `insert into public.dispatch_lanes (user_id, call_type, campaign_id, zone_key, ready, open, opens_at, closes_at, needs_consent)
     select $1, 'campaign', $2, 'XF UTC ' || g, true, true, now() - interval '1 hour', now() + interval '1 day', false from generate_series(2, $3::integer) g`,
    [tenant.id, campaignId, LANES]);
  await scene.sql.query(
    `insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, lane_id)
     select c.user_id, $2, c.id, $3, c.phone_number, l.lanes[1 + c.place % cardinality(l.lanes)]
     from (select k.*, row_number() over (order by k.id)::integer as place from public.contacts k where k.user_id = $1 and k.tags = '{crowd}') c
     cross join (select array_agg(x.id order by x.id) as lanes from public.dispatch_lanes x where x.campaign_id = $2) l`,
    [tenant.id, campaignId, agent.id]);
  await scene.migrator.query('vacuum analyze');
}, 60_000);

afterAll(() => scene.end());

/** What one claim, undone afterwards, took, locked without taking, and read. */
async function claimOnce(): Promise<{ taken: number; lockedOnly: number; pages: number }> {
  const client = scene.migrator;
  await client.query('begin');
  await client.query('set local role app_definer');
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, format json) select * from public.claim_calls('${OWNER}', ${WANT})`);
  const lockedOnly = await count(client, "select count(*) from public.call_queue q where q.status = 'pending' and q.xmax = pg_current_xact_id()::xid");
  await client.query('rollback');
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
  return { taken: plan['Actual Rows'] ?? 0, lockedOnly, pages: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0) };
}

/** Everybody waits in the first lane. */
async function inOneLane(): Promise<void> {
  await scene.sql.query('update public.call_queue set lane_id = (select min(l.id) from public.dispatch_lanes l where l.campaign_id = $1) where campaign_id = $1', [campaignId]);
  await scene.migrator.query('vacuum analyze');
}

test(`a claim of ${WANT} from ${LANES} lanes locks whom it takes and nobody else; locking what is looked at locks more than ${WANT * 10}`, { timeout: 60_000 }, async () => {
  await claimOnce();
  const many = await claimOnce();
  const definition = await one<{ text: string }>(scene.sql, "select pg_get_functiondef('public.pick_queue_items'::regproc) as text");
  await mutate(scene.migrator, 'public.pick_queue_items', [['limit least(t.room, v_share * t.weight)\n      ) i', 'limit least(t.room, v_share * t.weight)\n        for no key update skip locked\n      ) i']]);
  const control = await claimOnce();
  await scene.migrator.query(definition.text);
  await inOneLane();
  const single = await claimOnce();
  process.stdout.write(`many lanes: ${JSON.stringify({ many, single, control })}\n`);
  expect(many).toEqual({ taken: WANT, lockedOnly: 0, pages: many.pages });
  expect(single).toEqual({ taken: WANT, lockedOnly: 0, pages: single.pages });
  expect(control.lockedOnly).toBeGreaterThan(WANT * 10);
  // A lane that holds people is looked into; that costs a descent of the index and a page or two for those at its head.
  expect(many.pages - single.pages).toBeLessThanOrEqual((LANES - 1) * (3 + WANT));
});
