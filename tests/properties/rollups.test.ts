// Random histories of everything that a rollup counts: after each, every cell is what calls and leads amount to.
// HISTORIES (default 40) of at most 60 commands each, SEED.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCommand, aUser, restampAll, ZONES, type Scene } from './rollup-commands.ts';
import { differingCells } from './rollup-model.ts';
import { aStage, draws, mutate, seedOf, type Stage } from './stage.ts';

const HISTORIES = Number(process.env['HISTORIES'] ?? 40);
let stage: Stage;
let sql: pg.Client;

beforeAll(async () => {
  stage = await aStage();
  sql = new pg.Client({ connectionString: stage.db.definerUrl });
  await sql.connect();
  await asOwner('grant delete on public.users to app_definer'); // nobody of ours deletes a tenant yet; here the histories do
});
afterAll(async () => {
  await sql.end();
  await stage.end();
});

const INVARIANTS = ['invariant_16_rollups_match', 'invariant_17_rollups_add_up'];

/** What the database's own recount finds. */
async function violated(): Promise<string[]> {
  const found = await Promise.all(INVARIANTS.map((name) => sql.query<{ detail: string }>(`select '${name} ' || key || ': ' || detail as detail from public.${name} limit 5`)));
  return found.flatMap(({ rows }) => rows.map(({ detail }) => detail));
}

/** One history from its seed; everything it made is gone afterwards. Returns the first differences, and how many cells were compared. */
async function history(seed: number): Promise<{ cells: number; differences: string[] }> {
  const draw = draws(seed);
  const scene: Scene = { sql, draw, users: [] };
  for (const name of ['one', 'two']) scene.users.push(await aUser(sql, `${name} ${String(seed)}`, ZONES[Math.floor(draw() * ZONES.length)] ?? 'UTC'));
  const commands = 20 + Math.floor(draw() * 41);
  try {
    for (let n = 0; n < commands; n++) {
      await aCommand(scene);
      if (draw() < 0.1) {
        const found = await violated();
        if (found.length > 0) return { cells: 0, differences: [`after command ${String(n)}`, ...found] };
      }
    }
    const before = await differingCells(sql, false);
    if (before.differences.length > 0) return before;
    await restampAll(scene);
    const after = await differingCells(sql, true);
    return { cells: before.cells + after.cells, differences: [...after.differences, ...(await violated())] };
  } finally {
    await sql.query('delete from public.users');
  }
}

async function histories(count: number, seed: number): Promise<{ cells: number; differences: string[] }> {
  let cells = 0;
  for (let n = 0; n < count; n++) {
    const result = await history(seed + n);
    cells += result.cells;
    if (result.differences.length > 0) return { cells, differences: [`history ${String(seed + n)}`, ...result.differences.slice(0, 6)] };
  }
  return { cells, differences: [] };
}

test(`no cell differs from a recount after ${String(HISTORIES)} random histories`, { timeout: 60_000 + HISTORIES * 1500 }, async () => {
  const { cells, differences } = await histories(HISTORIES, seedOf('rollups'));
  console.log(`rollups: ${String(HISTORIES)} histories, ${String(cells)} cells compared, ${String(differences.length)} differ`);
  expect(differences).toEqual([]);
  expect(cells).toBeGreaterThan(HISTORIES * 500);
});

// Each way to get it wrong must be found, and found again with the seed that is printed.
const controls: readonly (readonly [string, () => Promise<void>])[] = [
  ['deletions are not counted', async () => { await asOwner('alter table public.calls disable trigger trg_calls_daily_analytics_on_delete'); }],
  ['a lead keeps the day of its call before the zone changed', async () => { await asOwner('alter table public.calls disable trigger _540_restamp_leads'); }],
  ['a measure is counted twice', () => mutate(stage.sql, 'public.roll_up_calls', [['sum(x.sign * m.answered_calls) as answered_calls', 'sum(2 * x.sign * m.answered_calls) as answered_calls']])],
  ['an agent is counted once for each change of its day', () => mutate(stage.sql, 'public.roll_up_agent_days', [['sum(x.sign * (x.total_calls > 0)::integer) as total_agents', 'count(*)::integer as total_agents']])],
];
test.each(controls)('control: %s', { timeout: 120_000 }, async (_title, breakIt) => {
  await using broken = await brokenStage(breakIt);
  const { differences } = await broken.run(60, seedOf('rollups, broken'));
  expect(differences).not.toEqual([]);
});

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: stage.db.appOwnerUrl });
  await owner.connect();
  await owner.query(statement).finally(() => owner.end());
}

/** The same tests on a database of its own that is broken on purpose. */
async function brokenStage(breakIt: () => Promise<void>): Promise<AsyncDisposable & { run: typeof histories }> {
  const [whole, client] = [stage, sql];
  stage = await aStage();
  sql = new pg.Client({ connectionString: stage.db.definerUrl });
  await sql.connect();
  await asOwner('grant delete on public.users to app_definer');
  await breakIt();
  return {
    run: histories,
    [Symbol.asyncDispose]: async () => {
      await sql.end();
      await stage.end();
      [stage, sql] = [whole, client];
    },
  };
}
