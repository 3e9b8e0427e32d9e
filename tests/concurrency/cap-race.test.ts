// A1: the caps hold in every snapshot while sixteen connections claim, release, queue, promote and change limits.
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count } from '../support/cast.ts';
import { aRace, claimer, clicker, drain, enqueuer, limiter, promoter, type Race, releaser, running } from './support/race.ts';
import { aScene, deadlocks, type Scene, together } from './support/scene.ts';
import { chanceOf } from './support/seed.ts';
import { add, type Bounds, type Counts, logSlots, pastViolations, violations } from './support/watch.ts';

const CLAIMS = Number(process.env['CLAIMS'] ?? 2000);
const TENANT_CAP = 3;
const SYSTEM_CAP = 20;

let scene: Scene;

beforeAll(async () => {
  scene = await aScene({ 'dial.system_max_concurrent': SYSTEM_CAP });
  await logSlots(scene.migrator);
});

afterAll(() => scene.end());

/** Looks after every few claims until enough are made (the log of slots covers what lies between); while nothing is claimed it keeps the others going. */
async function watch(race: Race, monitor: pg.Client, bounds: Bounds): Promise<{ looks: number; found: Counts }> {
  const found: Counts = {};
  let looks = 0;
  let idle = 0;
  for (let next = 0; race.claims < race.target && Object.keys(race.faults.found).length === 0; idle = race.claims < next ? idle + 1 : 0) {
    if (race.claims >= next || idle % 300 === 299) {
      next = race.claims + 8;
      looks++;
      add(found, await violations(monitor, bounds));
      race.waiting = await count(monitor, "select count(*) from public.call_queue q where q.status = 'pending' and q.due");
      race.bell.ring();
    } else await monitor.query('select');
  }
  return { looks, found };
}

test(`keeps every cap through ${CLAIMS} claims of sixteen connections, and leaves nobody behind`, { timeout: 120_000 + CLAIMS * 60 }, async () => {
  const race = await aRace(scene, chanceOf('cap race'), CLAIMS, { cap: TENANT_CAP });
  const moving = race.clients.slice(0, 5);
  const bounds = { fixed: race.clients.slice(5).map(({ id }) => id), tenantCap: TENANT_CAP, systemCap: SYSTEM_CAP };
  const { db } = scene;
  const [workers, apis, definers] = [await scene.crowd(db.workerUrl, 9), await scene.crowd(db.apiUrl, 3), await scene.crowd(db.definerUrl, 4)];
  const part = (client: pg.Client, index: number): Promise<unknown> => {
    const place = index - workers.length;
    if (index < 6) return claimer(race, client);
    if (index < 8) return releaser(race, client, apis[index - 6] ?? client);
    if (index < 9) return promoter(race, client);
    if (place < 2) return enqueuer(race, client);
    return place === 2 ? limiter(race, client, moving, SYSTEM_CAP) : watch(race, client, bounds);
  };
  const clicking = clicker(race, apis[2] ?? scene.api);
  const results = await together([...workers, ...definers], (client, index) => running(race, part(client, index)));
  await clicking;
  const { looks, found } = results.at(-1) as { looks: number; found: Counts };

  await drain(race, scene);
  add(found, await violations(scene.sql, bounds));
  add(found, await pastViolations(scene.sql, bounds));
  const left = await count(scene.sql, "select count(*) from public.call_queue q where q.status = 'pending' and q.due");
  const swept = await count(scene.worker, 'select public.dispatch_sweep()');
  process.stdout.write(`cap race: ${race.claims} claims, ${race.queued} queued, ${race.rolledBack} rolled back, ${looks} looks, `
    + `${JSON.stringify(found)} violations, ${left} left behind, ${swept} swept, ${await deadlocks(scene.sql)} deadlocks, faults ${JSON.stringify(race.faults.found)}\n`);
  expect(race.faults.found).toEqual({});
  expect(found).toEqual({});
  expect({ left, swept, slots: await count(scene.sql, 'select count(*) from public.active_calls'), deadlocks: await deadlocks(scene.sql) })
    .toEqual({ left: 0, swept: 0, slots: 0, deadlocks: 0 });
  expect(looks).toBeGreaterThan(10);
});
