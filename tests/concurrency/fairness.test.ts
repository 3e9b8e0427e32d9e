// A8: the ring. Counted in laps: nobody has a second turn while another with work waits for the first.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Agent, aCampaign, aDirectCall, anAgent, aTenant, contacts, count, type Tenant, type TenantWishes } from '../support/cast.ts';
import { whileBroken } from './support/controls.ts';
import { answer, aScene, claim, clear, fence, type Scene } from './support/scene.ts';

const SLOTS = 5;
const QUANTUM = 4;
const TENANTS_A_CLAIM = Math.ceil(SLOTS / QUANTUM);
const OWNER = '00000000-0000-4000-8000-00000000000a';

interface Party extends Tenant {
  agent: Agent;
}

let scene: Scene;

beforeAll(async () => {
  scene = await aScene({ 'dial.system_max_concurrent': SLOTS, 'dial.quantum': QUANTUM });
});

afterAll(() => scene.end());

beforeEach(() => clear(scene));

async function party(people: number, wishes: TenantWishes = {}): Promise<Party> {
  const tenant = await aTenant(scene.sql, { limit: 100, ...wishes });
  const agent = await anAgent(scene.sql, tenant);
  await aCampaign(scene, tenant, agent, { people });
  return { ...tenant, agent };
}

/** One tenant with most of the work, asked first, and nineteen with little. */
async function theMany(): Promise<Party[]> {
  const parties = [await party(500)];
  for (let index = 1; index < 20; index++) parties.push(await party(10));
  return parties;
}

/** One claim; everybody called hangs up at once. Returns whose calls they were. */
async function round(want = SLOTS): Promise<string[]> {
  const attempts = await claim(scene.worker, OWNER, want);
  const { rows } = await scene.sql.query<{ user_id: string }>('select a.user_id from public.call_attempts a where a.id = any ($1)', [attempts]);
  for (const attempt of attempts) {
    await fence(scene.worker, OWNER, attempt);
    await answer(scene.worker, OWNER, attempt, 422);
  }
  return rows.map((row) => row.user_id);
}

async function rounds(howMany: number, next = round): Promise<string[][]> {
  const served: string[][] = [];
  for (let n = 0; n < howMany; n++) served.push(await next());
  return served;
}

const times = (served: readonly string[][], { id }: Tenant): number => served.flat().filter((user) => user === id).length;

test('serves each of twenty tenants within the first lap, whoever has how much', async () => {
  const parties = await theMany();
  const lap = await rounds(parties.length / TENANTS_A_CLAIM);
  expect(parties.filter((each) => times(lap, each) === 0)).toEqual([]);
});

test('lets nobody starve: until all of the small ones are done, no lap goes by without each of them', async () => {
  const parties = await theMany();
  const [, ...small] = parties;
  const lap = Math.ceil(parties.length / TENANTS_A_CLAIM);
  const late: string[] = [];
  for (let n = 0; n < 5; n++) {
    const served = await rounds(lap);
    for (const each of small) {
      const waits = await count(scene.sql, "select count(*) from public.call_queue q where q.user_id = $1 and q.status = 'pending'", [each.id]);
      if (waits > 0 && times(served, each) === 0) late.push(each.id);
    }
  }
  expect(late).toEqual([]);
  expect(await count(scene.sql, "select count(*) from public.call_queue q where q.status = 'pending' and q.user_id = any ($1)", [small.map(({ id }) => id)])).toBe(0);
});

test('control: one order by priority and age for all serves one tenant and lets nineteen wait', async () => {
  const parties = await theMany();
  const oneOrder = async (): Promise<string[]> => {
    const { rows } = await scene.sql.query<{ user_id: string }>(
      `update public.call_queue q set status = 'failed'
       where q.id = any (array(
         select x.id from public.call_queue x where x.status = 'pending' and x.due
         order by x.priority desc, x.scheduled_for nulls first, x.created_at, x.id limit $1))
       returning q.user_id`, [SLOTS]);
    return rows.map((row) => row.user_id);
  };
  const lap = await rounds(parties.length / TENANTS_A_CLAIM, oneOrder);
  expect(parties.filter((each) => times(lap, each) === 0)).toHaveLength(19);
});

test('makes a direct call with the very next claim', async () => {
  const parties = await theMany();
  const clicking = [parties[0], parties[7], parties[19]].filter((each) => each !== undefined);
  for (const each of clicking) {
    await rounds(2);
    const [person = ''] = await contacts(scene.sql, each, 1, { first: 8_000_000 });
    const item = await aDirectCall(scene, each, each.agent, person);
    await round(1);
    expect(await count(scene.sql, "select count(*) from public.call_queue q where q.id = $1 and q.status = 'failed'", [item])).toBe(1);
  }
});

/** Somebody clicks while another transaction, which has raised the tenant's flag already, is not over. True when that call is next. */
async function clickedBesideAnother(): Promise<boolean> {
  const [small, next] = [await party(1), await party(50), await party(50)];
  await rounds(3);
  // The ring stands at the tenant behind the small one, which so would be the last of the lap.
  while (times([await round(1)], next) === 0);
  const [person = '', another = ''] = await contacts(scene.sql, small, 2, { first: 8_000_000 });
  const undecided = await scene.connect(scene.db.definerUrl);
  await undecided.query('begin');
  await undecided.query(
    `insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, lane_id)
     select l.user_id, l.campaign_id, $1, $2, '+15558000001', l.id from public.dispatch_lanes l where l.user_id = $3 and l.campaign_id is not null`,
    [another, small.agent.id, small.id]);
  const item = await aDirectCall(scene, small, small.agent, person);
  await undecided.query('commit');
  await round(1);
  return (await count(scene.sql, "select count(*) from public.call_queue q where q.id = $1 and q.status = 'failed'", [item])) === 1;
}

test('makes a direct call next although another transaction is about to wake the same tenant', async () => {
  expect(await clickedBesideAnother()).toBe(true);
});

test('control: without its note for the claim that direct call waits for a lap of the ring', async () => {
  const without: [string, string] = ['where p.user_id not in (select r.user_id from raised r)', 'where false'];
  expect(await whileBroken(scene.migrator, 'public.wake_tenants', [without], clickedBesideAnother)).toBe(false);
});

test('takes a tenant back into the common ring once its direct call is made', async () => {
  const parties = [await party(50), await party(50), await party(50)];
  const [first] = parties;
  if (!first) throw new Error('nobody');
  const [person = ''] = await contacts(scene.sql, first, 1, { first: 8_000_000 });
  await aDirectCall(scene, first, first.agent, person);
  expect(times([await round(1)], first)).toBe(1);
  const served = await rounds(9, () => round(1));
  expect(parties.map((each) => times(served, each))).toEqual([3, 3, 3]);
});

test('gives a tenant of weight three three times as much, when there is enough to share', async () => {
  await scene.sql.query("update public.system_config set value = '24' where key = 'dial.system_max_concurrent'");
  try {
    const parties = [await party(90, { weight: 3 }), await party(90), await party(90), await party(90)];
    const served = await rounds(5, () => round(24));
    expect(parties.map((each) => times(served, each))).toEqual([60, 20, 20, 20]);
  } finally {
    await scene.sql.query("update public.system_config set value = $1 where key = 'dial.system_max_concurrent'", [String(SLOTS)]);
  }
});

test('costs the others nothing that a tenant is full or has no credits', async () => {
  const [full, broke, able] = [await party(20, { limit: 1 }), await party(20, { credits: 2 }), await party(40)];
  const [held = ''] = await claim(scene.worker, OWNER, 1);
  expect(held).not.toBe('');
  const served = await rounds(8, () => round(SLOTS - 1));
  expect({ full: times(served, full), broke: times(served, broke) }).toEqual({ full: 0, broke: 0 });
  // Each of the two was looked at once, and then never again.
  expect(times(served, able)).toBeGreaterThanOrEqual((8 - 2) * (SLOTS - 1));
});
