// What the cap race must be able to see: the usual ways to keep a cap, exceeded.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aCampaign, anAgent, aTenant, count, type Tenant } from '../support/cast.ts';
import { countThenInsert } from './support/controls.ts';
import { aScene, claim, type Scene, together } from './support/scene.ts';
import { chanceOf } from './support/seed.ts';

const CAP = 3;
const OVER = `select count(*) from (select s.user_id from public.active_calls s group by s.user_id having count(*) > ${CAP}) x`;

let scene: Scene;
let tenants: Tenant[];

beforeAll(async () => {
  scene = await aScene();
  await countThenInsert(scene.migrator);
});

afterAll(() => scene.end());

beforeEach(async () => {
  tenants = [];
  for (let index = 0; index < 5; index++) tenants.push(await aTenant(scene.sql, { limit: CAP }));
});

const take = async (sql: Scene['sql'], tenant: Tenant): Promise<string | null> =>
  (await sql.query<{ slot: string | null }>('select public.naive_take($1, $2) as slot', [tenant.id, CAP])).rows[0]?.slot ?? null;

test('control: counting and then inserting exceeds the cap under sixteen connections', async () => {
  const chance = chanceOf('count then insert');
  const takers = await scene.crowd(scene.db.definerUrl, 15);
  let looks = 0;
  let red = 0;
  const watching = (async () => {
    for (; looks < 500 && red === 0; looks++) if ((await count(scene.sql, OVER)) > 0) red++;
  })();
  await together(takers, async (taker) => {
    while (red === 0 && looks < 500) {
      const slot = await take(taker, chance.pick(tenants));
      if (slot !== null) await taker.query('delete from public.active_calls where id = $1', [slot]);
    }
  });
  await watching;
  process.stdout.write(`count then insert: over the cap at look ${looks}\n`);
  expect(red).toBe(1);
});

test('control: two sessions that count and then insert go over the cap every time', async () => {
  const [first, second] = [await scene.connect(scene.db.definerUrl), await scene.connect(scene.db.definerUrl)];
  for (const tenant of tenants) {
    for (let slot = 1; slot < CAP; slot++) await take(scene.sql, tenant);
    await first.query('begin');
    await second.query('begin');
    await take(first, tenant);
    await take(second, tenant);
    await first.query('commit');
    await second.query('commit');
  }
  expect(await count(scene.sql, OVER)).toBe(tenants.length);
});

test('claims nothing while another session claims, and counts its slots afterwards', async () => {
  const tenant = await aTenant(scene.sql, { limit: CAP });
  await aCampaign(scene, tenant, await anAgent(scene.sql, tenant), { people: 10 });
  const owner = tenant.id;
  const [first, second] = [await scene.connect(scene.db.workerUrl), await scene.connect(scene.db.workerUrl)];
  await first.query('begin');
  expect(await claim(first, owner)).toHaveLength(CAP);
  expect(await claim(second, owner)).toEqual([]);
  await first.query('commit');
  expect(await claim(second, owner)).toEqual([]);
  expect(await count(scene.sql, 'select count(*) from public.active_calls s where s.user_id = $1', [tenant.id])).toBe(CAP);
});

test('refuses to claim under a fixed snapshot, in which the count would be stale', async () => {
  await scene.worker.query('begin isolation level repeatable read');
  await expect(claim(scene.worker, tenants[0]?.id ?? '')).rejects.toMatchObject({ message: 'claim_needs_read_committed' });
  await scene.worker.query('rollback');
});
