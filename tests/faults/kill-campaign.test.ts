// Two workers, killed without a word again and again, and a provider with every bad habit, while a campaign runs. The
// provider is the judge: each attempt is one call or none, each call is known here, each person is dealt with.
// KILLS and ITEMS set the length; SEED the dose.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { draws, seedOf } from '../properties/stage.ts';
import { one } from '../support/cast.ts';
import { aCrashStage, type CrashStage, isDrained, load, people, SPEED, standing, until } from './crash-stage.ts';
import { killWorkers } from './killer.ts';
import { SPOTLESS, verdict } from './verdict.ts';

const KILLS = Number(process.env['KILLS'] ?? 60);
const ITEMS = Number(process.env['ITEMS'] ?? 300);
const LINES = 20;
const BAD_HABITS = {
  tooManyRequestsBare: 0.05, serverErrorAfter: 0.05, resetAfter: 0.05, hangPlaced: 0.01, hangNotPlaced: 0.01, garbage: 0.02,
  webhookLost: 0.1, webhookDuplicated: 0.1, webhookReordered: 0.1, completedNever: 0.05, queuedEvent: 0.5, eagerWebhook: 0.1,
};

describe('the worker', () => {
  let stage: CrashStage;
  let seed: number;
  beforeEach(async () => {
    seed = seedOf('kill campaign');
    stage = await aCrashStage({ seed: String(seed), faults: BAD_HABITS, lines: LINES });
  }, 120_000);
  afterEach(() => stage.end());

  test('is killed again and again; nobody is called twice and nobody is lost', { timeout: 120_000 + 6000 * KILLS }, async () => {
    const draw = draws(seed);
    let brought = ITEMS;
    await people(stage, ITEMS, 1);
    // A kill while nothing is going on proves nothing: as long as there are kills to come, there are people to call.
    const isOver = async (): Promise<boolean> => {
      if (await isDrained(stage)) {
        await people(stage, 50, 1);
        brought += 50;
      }
      return false;
    };
    const { kills, alive } = await killWorkers(stage, 'fast-worker.ts', KILLS, draw, { isOver });
    try {
      await until(() => isDrained(stage), 90_000 + ITEMS * 200, async () => [await standing(stage), alive.map((worker) => worker.said())]);
    } finally {
      for (const worker of alive) worker.child.kill('SIGKILL');
    }
    const found = await verdict(stage);
    const { attempts } = await one<{ attempts: number }>(stage.sql, 'select count(*)::integer as attempts from public.call_attempts');
    console.log(`${kills} kills, ${brought} people, ${attempts} attempts, ${found.calls} calls, ${found.doubled} doubled, ${found.lost} lost, at most ${found.maxOpen} of ${LINES} open (SEED=${seed})`);
    expect(found, `SEED=${seed}`).toMatchObject(SPOTLESS);
    expect(found.maxOpen, `SEED=${seed}`).toBeLessThanOrEqual(LINES);
    expect(kills).toBe(KILLS);
  });
});

describe('controls', () => {
  let stage: CrashStage;
  afterEach(() => stage.end());

  test('a worker that takes, sends and marks, with a sweeper behind it, calls people twice', { timeout: 120_000 }, async () => {
    stage = await aCrashStage({ seed: 'naive', faults: BAD_HABITS });
    await stage.sql.query(
      `create table public.naive_queue (id uuid primary key default gen_random_uuid(), number text not null, taken_at timestamptz, done boolean not null default false);
       insert into public.naive_queue (number) select '+1' || 201 + g / 100 || '55501' || lpad((g % 100)::text, 2, '0') from generate_series(0, 299) g;
       grant select, insert, update on public.naive_queue to app_worker`,
    );
    const isOver = async (): Promise<boolean> => (await one<{ over: boolean }>(stage.sql, 'select not exists (select from public.naive_queue q where not q.done) as over')).over;
    const { kills, alive } = await killWorkers(stage, 'naive-worker.ts', 12, draws(1), { isOver, env: { AGENT_ID: stage.agent.bolnaAgentId } });
    for (const worker of alive) worker.child.kill('SIGKILL');
    const truth = stage.simulator.summary();
    console.log(`control: ${kills} kills, ${truth.calls} calls, ${truth.attempts_doubled.length} doubled`);
    expect(truth.attempts_doubled.length).toBeGreaterThan(0);
  });

  test('without a settle time, a provider whose listing lags gets people called twice', { timeout: 120_000 }, async () => {
    // The listing lags by more than the lease, and webhooks, which would tell in time, are lost.
    stage = await aCrashStage({ seed: 'impatient', faults: { serverErrorAfter: 0.5, webhookLost: 1 }, settings: { listingDelayMs: [6000 * SPEED, 6000 * SPEED] }, dial: { 'dial.settle_ms': 0 } });
    await stage.sql.query('create or replace function public.assert_dial_settings() returns void language sql as $$ select $$');
    await people(stage, 12);
    const worker = load('fast-worker.ts', stage);
    try {
      await worker.begin();
      await until(() => Object.values(stage.simulator.summary().calls_per_recipient).some((calls) => calls > 1), 60_000, () => standing(stage));
    } finally {
      worker.child.kill('SIGKILL');
    }
    console.log(`control: ${Object.values(stage.simulator.summary().calls_per_recipient).filter((calls) => calls > 1).length} of 12 people called twice`);
  });
});
