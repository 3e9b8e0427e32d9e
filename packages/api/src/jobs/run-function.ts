// What all jobs are made of: one SQL function, called once or until it says that nothing is left. Each call is a
// transaction of its own, so a job that dies goes on where it stopped.
import type { JobHelpers, Task } from 'graphile-worker';
import { z } from 'zod';
import type { MailSettings } from '../mail/letters.ts';
import type { CalendarProvider } from '../providers/google-calendar/index.ts';

/** What jobs need beside the database. */
export interface JobServices {
  /** Undefined: there is no mail server. */
  mail?: MailSettings | undefined;
  /** Undefined: no calendar can be connected here. */
  calendar?: CalendarProvider | undefined;
}

/** A job; what it resolves to says in words what was done. */
export type Job = (payload: unknown, helpers: JobHelpers, services: JobServices) => Promise<string>;

/** A job that calls a function without arguments. */
export const callOnce = (sqlFunction: `public.${string}`): Job => async (_payload, helpers) => {
  const { rows } = await helpers.query<{ result: unknown }>(`select ${sqlFunction}() as result`);
  const result = rows[0]?.result;
  return typeof result === 'number' || typeof result === 'boolean' ? String(result) : 'done';
};

/** A job that calls a function until it returns false. */
export const repeat = (sqlFunction: `public.${string}`): Job => (_payload, helpers) => untilFalse(helpers, `select ${sqlFunction}() as more`, []);

/** A job that calls a function with an id of its payload until it returns false. */
export const repeatWith = (sqlFunction: `public.${string}`, idName: string): Job => {
  const payloadSchema = z.object({ [idName]: z.uuid() });
  return (payload, helpers) => untilFalse(helpers, `select ${sqlFunction}($1) as more`, [payloadSchema.parse(payload)[idName]]);
};

async function untilFalse(helpers: JobHelpers, statement: string, values: unknown[]): Promise<string> {
  let steps = 0;
  for (let more = true; more && !isStopping(helpers); steps++) {
    const { rows } = await helpers.query<{ more: boolean }>(statement, values);
    more = rows[0]?.more === true;
  }
  if (isStopping(helpers)) throw new Error('the worker stops; the job goes on when it is back');
  return steps === 1 ? '1 step' : `${String(steps)} steps`;
}

export const isStopping = ({ abortSignal }: JobHelpers): boolean => abortSignal.aborted;

/** The job as a task of graphile-worker, which notes each run: a job that fails is tried again by graphile-worker, and seen here. */
export const recorded = (name: string, job: Job, services: JobServices = {}): Task => async (payload, helpers) => {
  const startedAt = new Date();
  const began = performance.now();
  const note = (result: string | null, error: string | null): Promise<unknown> =>
    helpers.query('select public.record_job_run($1, $2, $3, $4, $5)', [name, startedAt, Math.round(performance.now() - began), result, error]);
  let result: string;
  try {
    result = await job(payload, helpers, services);
  } catch (error) {
    await note(null, error instanceof Error ? error.message : String(error)).catch(() => undefined); // the error itself is what matters
    throw error;
  }
  await note(result, null);
};
