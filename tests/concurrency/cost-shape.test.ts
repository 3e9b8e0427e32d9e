// A13: what a claim costs depends on what it takes, not on who else waits. Counted in pages, which do not swing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCampaign, anAgent, aTenant, one, type Campaign, type Tenant, type Agent } from '../support/cast.ts';
import { aScene, type Scene } from './support/scene.ts';

const FEW = 1000;
const MANY = 50_000;
const TENANTS = 5;
const WANT = 20;
const OWNER = '00000000-0000-4000-8000-00000000000a';

let scene: Scene;
let parties: { tenant: Tenant; agent: Agent; crowd: Campaign }[];

beforeAll(async () => {
  scene = await aScene({ 'dial.tenant_max_concurrent': 100 });
  parties = [];
  for (let index = 0; index < TENANTS; index++) {
    const tenant = await aTenant(scene.sql);
    const agent = await anAgent(scene.sql, tenant);
    await aCampaign(scene, tenant, agent, { people: FEW / TENANTS });
    parties.push({ tenant, agent, crowd: await aCampaign(scene, tenant, agent, { people: 1, first: 9_000_000 }) });
  }
}, 60_000);

afterAll(() => scene.end());

interface Cost {
  pages: number;
  taken: number;
  scans: number;
}

/** Pages of one claim, warm, undone afterwards; and how often it read a whole table of queue or attempts. */
async function costOf(prepare = 'select'): Promise<Cost> {
  const scans = `select sum(s.seq_scan)::integer as n from pg_stat_xact_user_tables s where s.relname in ('call_queue', 'call_attempts')`;
  const client = scene.migrator;
  let cost: Cost = { pages: 0, taken: 0, scans: 0 };
  for (let run = 0; run < 3; run++) {
    await client.query('begin');
    await client.query(prepare);
    const before = await one<{ n: number }>(client, scans);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, format json) select * from public.claim_calls('${OWNER}', ${WANT})`);
    const after = await one<{ n: number }>(client, scans);
    await client.query('rollback');
    const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
    cost = {
      pages: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
      taken: plan['Actual Rows'] ?? 0,
      scans: after.n - before.n,
    };
  }
  return cost;
}

/** Many more people in the second campaign of each tenant; they wait for tomorrow. */
async function theCrowdComes(): Promise<void> {
  for (const { tenant, agent, crowd } of parties)
    await scene.sql.query(
      `with people as (
         insert into public.contacts (user_id, name, phone_number)
         select $1, 'Person', '+1666' || lpad(g::text, 7, '0') from generate_series(1, $2::integer) g
         returning id, phone_number)
       insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, lane_id, due, scheduled_for)
       select $1, $3, p.id, $4, p.phone_number, $5, false, now() + interval '1 day'
       from people p`,
      [tenant.id, (MANY - FEW) / TENANTS, crowd.id, agent.id, crowd.laneId]);
}

/** Changes the crowds' campaigns and opens or shuts their lanes. */
async function crowds(change: string): Promise<void> {
  await scene.sql.query(`update public.call_campaigns set ${change} where id = any ($1)`, [parties.map(({ crowd }) => crowd.id)]);
  await scene.sql.query('select public.set_lane_windows($1)', [parties.map(({ crowd }) => crowd.laneId)]);
}

const settled = (): Promise<unknown> => scene.migrator.query('vacuum analyze');

test(`costs the same pages with ${FEW} and with ${MANY} who wait, whatever the others wait for`, { timeout: 180_000 }, async () => {
  const costs: Record<string, Cost> = {};
  await settled();
  costs['few'] = await costOf();
  await theCrowdComes();
  await settled();
  costs['future'] = await costOf();
  await scene.sql.query("update public.call_queue set due = true, scheduled_for = null where status = 'pending' and not due");
  await settled();
  costs['due'] = await costOf();
  // Without its own index the claim still finds the same people, by walking over all of them.
  const control = await costOf('drop index public.idx_call_queue_claim');
  await crowds("status = 'paused'");
  costs['paused'] = await costOf();
  await crowds("status = 'active'");
  await crowds("first_call_time = (now() at time zone 'UTC' + interval '6 hours')::time, last_call_time = (now() at time zone 'UTC' + interval '7 hours')::time");
  costs['closed'] = await costOf();

  process.stdout.write(`cost shape: pages of a claim of ${WANT}: ${JSON.stringify(costs)}, without its index ${control.pages}\n`);
  const pages = Object.values(costs).map((cost) => cost.pages);
  expect(Object.values(costs).map(({ taken, scans }) => ({ taken, scans }))).toEqual(pages.map(() => ({ taken: WANT, scans: 0 })));
  expect(Math.max(...pages)).toBeLessThanOrEqual(Math.min(...pages) * 1.25);
  expect(control.pages).toBeGreaterThan(Math.min(...pages) * 1.25);
});
