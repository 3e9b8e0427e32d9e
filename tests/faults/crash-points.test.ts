// A worker is made to die at each point that its code names, one after another on one queue; the next ones take over
// what it left. A point that is never passed fails: then nothing is known about dying there.
import { crashPoints } from '@callgres/api/dialing/crash-points';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCrashStage, type CrashStage, isDrained, load, people, type Process, standing, until } from './crash-stage.ts';
import { SPOTLESS, verdict } from './verdict.ts';

let stage: CrashStage;

beforeAll(async () => {
  // Answers that leave open whether a call was placed, so that there is something to reconcile at any time.
  stage = await aCrashStage({ faults: { serverErrorAfter: 0.3, serverErrorBefore: 0.1, hangPlaced: 0.05, webhookLost: 0.9 } });
}, 120_000);
afterAll(() => stage.end());

test('a worker may die at every point; nobody is called twice, nobody is forgotten', { timeout: 300_000 }, async () => {
  const reached: string[] = [];
  let next: Process | undefined;
  const start = (point: string): Process => load('fast-worker.ts', stage, { CRASHPOINT: point });
  for (const [place, point] of crashPoints.entries()) {
    const dying = next ?? start(point);
    const following = crashPoints[place + 1];
    next = following ? start(following) : undefined; // loads while this one lives
    void dying.begin();
    const isDead = async (): Promise<boolean> => {
      if (dying.child.signalCode !== null || dying.child.exitCode !== null) return true;
      if (await isDrained(stage)) await people(stage, 6); // some points want a call in a certain state
      return false;
    };
    await until(isDead, 30_000, async () => [point, dying.said(), await standing(stage)]).catch((error: unknown) => {
      dying.child.kill('SIGKILL');
      next?.child.kill('SIGKILL');
      throw error;
    });
    expect(await dying.ended, `${point}: ${dying.said()}`).toBe('SIGKILL');
    reached.push(point);
  }

  const heirs = [load('fast-worker.ts', stage), load('fast-worker.ts', stage)];
  try {
    await Promise.all(heirs.map((heir) => heir.begin()));
    await until(() => isDrained(stage), 120_000, () => standing(stage));
  } finally {
    for (const heir of heirs) heir.child.kill('SIGKILL');
  }
  const found = await verdict(stage);
  console.log(`${reached.length} of ${crashPoints.length} points, ${found.calls} calls, ${found.doubled} doubled, ${found.lost} lost, at most ${found.maxOpen} open`);
  expect(found).toMatchObject(SPOTLESS);
  expect(found.maxOpen).toBeLessThanOrEqual(20);
});
