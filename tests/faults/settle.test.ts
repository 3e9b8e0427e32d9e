// A provider that shows its calls late. Within the settle time nobody is called twice; beyond it somebody is, and then
// the call that was given up is found, adopted and paid once.
import { afterEach, expect, test } from 'vitest';
import { one } from '../support/cast.ts';
import { aCrashStage, type CrashStage, isDrained, load, people, SHORT, SPEED, standing, until } from './crash-stage.ts';
import { SPOTLESS, verdict } from './verdict.ts';

const PEOPLE = 8;
const SETTLE_MS = SHORT['dial.lease_ms'] + SHORT['dial.settle_ms']; // counted from the claim

let stage: CrashStage;
afterEach(() => stage.end());

/** Every dial is placed and answered with an error; nothing is known of it until the listing shows it. */
const late = ([from, to]: [number, number], speed: number): Promise<CrashStage> =>
  aCrashStage({ seed: 'settle', faults: { serverErrorAfter: 1, webhookLost: 1 }, settings: { speed, listingDelayMs: [SETTLE_MS * from * speed, SETTLE_MS * to * speed] } });

test('calls that show within the settle time are found; nobody is called twice', { timeout: 120_000 }, async () => {
  // Counted from the claim, and a dial takes a moment: hence not the whole of it.
  stage = await late([0.4, 0.8], SPEED);
  await people(stage, PEOPLE);
  const worker = load('fast-worker.ts', stage);
  try {
    await worker.begin();
    await until(() => isDrained(stage), 60_000, async () => [await standing(stage), worker.said()]);
  } finally {
    worker.child.kill('SIGKILL');
  }
  const found = await verdict(stage);
  expect(found).toMatchObject({ ...SPOTLESS, calls: PEOPLE });
  expect(Object.values(stage.simulator.summary().calls_per_recipient)).toEqual(Array.from({ length: PEOPLE }, () => 1));
});

test('a call that shows after twice the settle time was given up; it is adopted, once, and paid, once', { timeout: 120_000 }, async () => {
  // Slow enough that the first call still runs when the second one is made.
  stage = await late([2, 2], 4);
  stage.simulator.setScript({ '*': 'human' });
  await people(stage, PEOPLE);
  const worker = load('fast-worker.ts', stage);
  const ghosts = async (): Promise<number> => (await one<{ n: number }>(stage.sql, 'select count(*)::integer as n from public.call_attempts a where a.ghost_at is not null')).n;
  try {
    await worker.begin();
    await until(() => stage.simulator.summary().calls >= 2 * PEOPLE, 40_000, () => standing(stage));
    // The provider is well again; its next words about the first calls are what gives the ghosts away.
    stage.simulator.setFaults({});
    stage.simulator.setSettings({ listingDelayMs: [0, 0], speed: 20 });
    await until(async () => (await ghosts()) > 0 && (await isDrained(stage)), 60_000, async () => [await standing(stage), worker.said()]);
  } finally {
    worker.child.kill('SIGKILL');
  }
  const found = await verdict(stage);
  console.log(`${found.calls} calls for ${PEOPLE} people, ${await ghosts()} ghosts adopted, ${found.doubled} attempts doubled, ${found.lost} lost`);
  expect(found).toMatchObject(SPOTLESS);
  expect(await ghosts()).toBe(found.calls - PEOPLE);
});
