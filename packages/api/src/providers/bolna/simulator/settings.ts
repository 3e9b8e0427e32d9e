// What can be set, at the start and while running. Limits of 0 are switched off.
import { z } from 'zod';
import { answerFaults } from './faults.ts';
import { outcomes } from './life-cycle.ts';

const wait = z.tuple([z.number().min(0), z.number().min(0)]);

export const settings = z.strictObject({
  /** Simulated seconds per second. 0 stops the time: it then moves only by POST /_sim/clock. */
  speed: z.number().min(0).max(100_000),
  /** Calls on the line at once; the surplus stays queued, first in, first out. */
  concurrency: z.int().min(0),
  /** From acceptance until the listing shows a call, simulated ms. */
  listingDelayMs: wait,
  /** GET /executions shows the state of this long ago, simulated ms. */
  getLagMs: z.number().min(0),
  /** Before POST /call is answered, real ms. */
  answerLatencyMs: wait,
  /** How long a slow body takes, real ms. */
  slowBodyMs: z.number().min(0),
  /** Requests in any 60 real seconds. */
  callsPerMinute: z.int().min(0),
  listsPerMinute: z.int().min(0),
  othersPerMinute: z.int().min(0),
  /** In hundredths of a dollar; a call that begins with less than 200 ends as balance-low. */
  wallet: z.number(),
  /** Also dial numbers that could belong to somebody. */
  allowAnyNumber: z.boolean(),
});
export type Settings = z.output<typeof settings>;
/** Some of them. JSON has no undefined, so what is there has a value. */
export const settingsChange = settings.partial().transform((change) => change as Partial<Settings>);

export const defaultSettings: Settings = {
  speed: 1, concurrency: 10, listingDelayMs: [0, 2000], getLagMs: 0, answerLatencyMs: [20, 200], slowBodyMs: 30_000,
  callsPerMinute: 500, listsPerMinute: 500, othersPerMinute: 1000, wallet: 1_000_000_000, allowAnyNumber: false,
};

/** Each number's future: one word for all its calls, or one per call in order; "*" stands for every other number. */
export const script = z.record(
  z.string(),
  z.union([z.enum([...outcomes, ...answerFaults]), z.array(z.enum([...outcomes, ...answerFaults])).min(1)]),
);
export type Script = z.output<typeof script>;
