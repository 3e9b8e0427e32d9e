// What all jobs are made of: one SQL function, called once or until it says that nothing is left. Each call is a
// transaction of its own, so a job that dies goes on where it stopped.
import type { Task } from 'graphile-worker';
import { z } from 'zod';

/** A job that calls a function without arguments. */
export const callOnce = (sqlFunction: `public.${string}`): Task => async (_payload, { query }) => {
  await query(`select ${sqlFunction}()`);
};

/** A job that calls a function with an id of its payload until it returns false. */
export const repeatWith = (sqlFunction: `public.${string}`, idName: string): Task => {
  const payloadSchema = z.object({ [idName]: z.uuid() });
  return async (payload, { query, abortSignal }) => {
    const id = payloadSchema.parse(payload)[idName];
    for (let more = true; more && !abortSignal?.aborted; ) {
      const { rows } = await query<{ more: boolean }>(`select ${sqlFunction}($1) as more`, [id]);
      more = rows[0]?.more === true;
    }
    if (abortSignal?.aborted) throw new Error('the worker stops; the job goes on when it is back');
  };
};
