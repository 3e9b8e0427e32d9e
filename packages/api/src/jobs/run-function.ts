// What all jobs are made of: one SQL function, called once or until it says that nothing is left. Each call is a
// transaction of its own, so a job that dies goes on where it stopped.
import type { JobHelpers, Task } from 'graphile-worker';
import { z } from 'zod';

/** A job that calls a function without arguments. */
export const callOnce = (sqlFunction: `public.${string}`): Task => async (_payload, helpers) => {
  await helpers.query(`select ${sqlFunction}()`);
};

/** A job that calls a function with an id of its payload until it returns false. */
export const repeatWith = (sqlFunction: `public.${string}`, idName: string): Task => {
  const payloadSchema = z.object({ [idName]: z.uuid() });
  return async (payload, helpers) => {
    const id = payloadSchema.parse(payload)[idName];
    for (let more = true; more && !isStopping(helpers); ) {
      const { rows } = await helpers.query<{ more: boolean }>(`select ${sqlFunction}($1) as more`, [id]);
      more = rows[0]?.more === true;
    }
    if (isStopping(helpers)) throw new Error('the worker stops; the job goes on when it is back');
  };
};

const isStopping = ({ abortSignal }: JobHelpers): boolean => abortSignal.aborted;
