// Writers, refreshers and auditors at once: in every audit, a single statement, the live figures are those computed from
// the rollups. AUDITS (default 500).
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aUser } from '../properties/rollup-commands.ts';
import { aStage, draws, mutate, seedOf, type Stage, valueOf } from '../properties/stage.ts';

const AUDITS = Number(process.env['AUDITS'] ?? 500);
const BEGIN = Date.UTC(2026, 5, 1);
let stage: Stage;
let users: string[];

beforeEach(async () => {
  stage = await aStage(12);
  const sql = new pg.Client({ connectionString: stage.db.definerUrl });
  await sql.connect();
  users = [];
  for (let n = 0; n < 20; n++) users.push(await aUser(sql, `tenant ${String(n)}`, 'UTC'));
  await sql.end();
});
afterEach(() => stage.end());

const CALL = `
  insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, status, duration_seconds, credits, created_at, local_date, local_hour)
  select g.user_id, g.id, gen_random_uuid(), gen_random_uuid(), '+447700900001', 'completed', 60, 1, to_timestamp($2), (to_timestamp($2) at time zone 'UTC')::date, extract(hour from to_timestamp($2) at time zone 'UTC')
  from public.agents g where g.user_id = $1 limit 1`;
const DISAGREEMENTS = 'select count(*)::integer from public.invariant_18_kpi_is_live';

/** Audits until there are enough or one fails; what the writers did meanwhile and how often a summary was refreshed. */
async function audit(seed: number, audits: number): Promise<{ audits: number; wrong: number; writes: number; refreshes: number; left: number }> {
  const tally = { audits: 0, wrong: 0, writes: 0, refreshes: 0 };
  const run = { on: true };
  const write = async (draw: () => number): Promise<void> => {
    while (run.on) {
      await stage.sql.query(CALL, [users[Math.floor(draw() * users.length)], BEGIN / 1000 + Math.floor(draw() * 20) * 86_400]);
      tally.writes++;
    }
  };
  const refresh = async (draw: () => number): Promise<void> => {
    while (run.on) {
      await stage.sql.query(draw() < 0.2 ? 'select public.refresh_user_kpi_summary()' : 'select public.scheduled_refresh_user_kpi_summary()');
      if (draw() < 0.1) await stage.sql.query('select public.refresh_user_kpi_summary_for_user($1)', [users[0]]);
      tally.refreshes++;
    }
  };
  const beside = Promise.all([write(draws(seed)), write(draws(seed + 1)), write(draws(seed + 2)), refresh(draws(seed + 3)), refresh(draws(seed + 4))]);
  beside.catch(() => { run.on = false; });
  while (run.on && tally.audits < audits) {
    if ((await valueOf<number>(stage.sql, DISAGREEMENTS)) > 0) tally.wrong++;
    tally.audits++;
  }
  run.on = false;
  await beside;
  return { ...tally, left: await valueOf<number>(stage.sql, DISAGREEMENTS) };
}

test(`the live figures are right in ${String(AUDITS)} audits during writes and refreshes`, { timeout: 60_000 + AUDITS * 100 }, async () => {
  const result = await audit(seedOf('kpi'), AUDITS);
  console.log(`kpi: ${JSON.stringify(result)}`);
  expect(result).toMatchObject({ audits: AUDITS, wrong: 0, left: 0 });
  expect(result.writes).toBeGreaterThan(AUDITS / 5);
  expect(result.refreshes).toBeGreaterThan(10);
  await stage.sql.query('select public.refresh_user_kpi_summary()');
  expect(await valueOf<number>(stage.sql, 'select count(*)::integer from public.kpi_notes')).toBe(0);
  expect(await valueOf<number>(stage.sql, DISAGREEMENTS)).toBe(0);
});

test('control: a note only where there is none yet forgets changes', { timeout: 120_000 }, async () => {
  for (const name of ['public.note_changed_kpi', 'public.note_kpi_of_calls'])
    await mutate(stage.sql, name, [['from new_rows n', `from new_rows n where not exists (select from public.kpi_notes x where x.user_id = n.user_id and x.date = n.${name.endsWith('calls') ? 'local_date' : 'date'})`]]);
  const result = await audit(seedOf('kpi, noting once'), 500);
  expect(result.wrong + result.left).toBeGreaterThan(0);
});

test('control: a refresh before its notes are deleted forgets changes', { timeout: 120_000 }, async () => {
  await mutate(stage.sql, 'public.refresh_user_kpi_summary', [
    ['  refresh materialized view concurrently public.user_kpi_summary;\n', ''], ['  with gone as (', '  refresh materialized view concurrently public.user_kpi_summary;\n  with gone as ('],
  ]);
  const result = await audit(seedOf('kpi, refreshing first'), 500);
  expect(result.wrong + result.left).toBeGreaterThan(0);
});
