// Applies stored events in batches. A batch that fails because of what is in it is tried again smaller, until the one
// event that is to blame stands alone and is put aside: no body of the provider's may stop the others.
import type { Logger } from 'pino';
import { sqlState } from '../errors.ts';
import { crashPoint } from './crash-points.ts';
import { type WorkerPool, applyCallEvents, quarantineNextEvent } from './database.ts';

/** Classes of SQLSTATE that say nothing about the events: connection, resources, locks, rights, missing objects, our own settings. */
const NOT_THE_EVENTS = /^(08|25|40|42|53|55|57|58|VC)/;

/** One batch; returns how many events were looked at, 0 when nothing is left to do. */
export type ApplyOnce = () => Promise<number>;

export function createApplier(pool: WorkerPool, fullBatch: number, log: Pick<Logger, 'error'>): ApplyOnce {
  let batch = fullBatch;
  return async () => {
    crashPoint('before_apply');
    try {
      const applied = await applyCallEvents(pool, batch);
      batch = Math.min(fullBatch, batch * 2);
      crashPoint('after_apply');
      return applied;
    } catch (error) {
      const state = sqlState(error);
      if (state === null || NOT_THE_EVENTS.test(state)) throw error;
      if (batch === 1) log.error({ err: error, sqlState: state, event: await quarantineNextEvent(pool, `apply_failed_${state}`) }, 'an event was put aside');
      batch = Math.ceil(batch / 4);
      return 1;
    }
  };
}
