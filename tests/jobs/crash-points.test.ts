// A worker dies at every place that has a name, one after the other, while a provider of an ordinary bad day is
// called. What must hold is asked of the provider, not of our own tables: nobody was called twice for one attempt, and
// everybody was called.
import { type CrashPoint, crashPoints } from '@callgres/api/dialing/crash-points';
import { usualFaults } from '@callgres/api/simulator';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SHORT_TIMES, type Theatre, aCampaign, aTheatre, aWorker } from './cast.ts';

const PEOPLE_PER_POINT = 3;
const BAD_DAY = { ...usualFaults, resetAfter: 0.1, hangPlaced: 0.05, serverErrorAfter: 0.1 };
/** Then only a listing tells of a call. */
const SILENCE = { resetAfter: 1, webhookLost: 1 };
let theatre: Theatre;
beforeAll(async () => {
  theatre = await aTheatre({}, { ...SHORT_TIMES, 'dial.lease_ms': 2000, 'dial.settle_ms': 2000 });
});
afterAll(() => theatre.end());

/** Runs a worker that is to die; returns the signal that ended it. */
function runUntilDeath(crashPoint: string): Promise<NodeJS.Signals | number | null> {
  const { db, simulator } = theatre;
  const program = fileURLToPath(new URL('../../packages/api/src/worker.ts', import.meta.url));
  const env = { PATH: process.env['PATH'], WORKER_DATABASE_URL: db.workerUrl, BOLNA_BASE_URL: simulator.url, BOLNA_API_KEY: simulator.apiKey, LOG_LEVEL: 'silent', CRASHPOINT: crashPoint };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const timer = setTimeout(() => child.kill('SIGTERM'), 20_000);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(signal ?? code);
    });
  });
}

/** What waits for minutes by design does not wait here: people of an unclear attempt, questions about silent calls. */
async function hurry(): Promise<void> {
  await theatre.sql.query("update public.call_queue set scheduled_for = now() where status = 'pending' and not due");
  await theatre.sql.query('update public.calls set next_confirm_at = now() where confirmed_at is null');
}

const needsSilence = (point: CrashPoint): boolean => point.includes('reconcile');

async function dieAt(point: CrashPoint, index: number): Promise<void> {
  await aCampaign(theatre, PEOPLE_PER_POINT, { from: index * PEOPLE_PER_POINT });
  theatre.simulator.setFaults(needsSilence(point) ? SILENCE : BAD_DAY);
  await hurry();
  expect(await runUntilDeath(point), `the worker dies at ${point}`).toBe('SIGKILL');
}

it('loses nobody and calls nobody twice, wherever a worker dies', async () => {
  const points = [...crashPoints.entries()];
  const [alone, together] = [points.filter(([, point]) => needsSilence(point)), points.filter(([, point]) => !needsSilence(point))];
  const dieOneByOne = async (queue: typeof points): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) await dieAt(next[1], next[0]);
  };
  await Promise.all([dieOneByOne(together), dieOneByOne(together)]); // one goes on with what another has left
  await dieOneByOne(alone);
  theatre.simulator.setFaults(BAD_DAY);
  const worker = await aWorker(theatre);
  try {
    await vi.waitFor(async () => {
      await hurry();
      const left = (await theatre.tab.api.campaigns.list.query({})).filter((campaign) => campaign.status !== 'completed');
      expect(left.map(({ people_waiting, people_retrying, people_on_line, people_unresolved }) => ({ people_waiting, people_retrying, people_on_line, people_unresolved }))).toEqual([]);
    }, { timeout: 90_000, interval: 500 });
  } finally {
    await worker.stop();
  }
  const summary = theatre.simulator.summary();
  expect(summary.calls_per_attempt_max).toBe(1);
  expect(summary.calls_without_attempt).toBe(0);
  const perPerson = Object.values(summary.calls_per_recipient);
  expect(perPerson).toHaveLength(crashPoints.length * PEOPLE_PER_POINT);
  expect(perPerson.filter((calls) => calls !== 1)).toEqual([]);
  const { rows } = await theatre.sql.query<{ holds: number; lines: number; open: number }>(
    `select (select count(*) from public.credit_holds)::int as holds, (select count(*) from public.active_calls)::int as lines,
       (select count(*) from public.call_attempts where state in ('intent', 'sending', 'unknown'))::int as open`,
  );
  expect(rows).toEqual([{ holds: 0, lines: 0, open: 0 }]);
}, 240_000);
