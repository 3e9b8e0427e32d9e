// Applies stored events in batches. A batch that fails because of what is in it is tried again smaller, until the one
// event that is to blame stands alone and is put aside: no body of the provider's may stop the others.
import type { Logger } from 'pino';
import { sqlState } from '../errors.ts';
import { crashPoint } from './crash-points.ts';
import { type WorkerPool, applyCallEvents, applyEventAlone } from './database.ts';

/** The appliers that a worker runs side by side: those that lock_event_shares knows. */
export const APPLIERS = [1, 2] as const;

/** One batch; returns how many events were looked at, 0 when nothing is left to do. */
export type ApplyOnce = () => Promise<number>;

export function createApplier(pool: WorkerPool, applier: (typeof APPLIERS)[number], fullBatch: number, log: Pick<Logger, 'error'>): ApplyOnce {
  let batch = fullBatch;

  async function applyAlone(): Promise<number> {
    const { lookedAt, putAside } = await applyEventAlone(pool, applier);
    if (putAside !== null) log.error({ event: putAside }, 'an event was put aside');
    return lookedAt;
  }

  return async () => {
    crashPoint('before_apply');
    try {
      const applied = batch === 1 ? await applyAlone() : await applyCallEvents(pool, applier, batch);
      batch = Math.min(fullBatch, batch * 2);
      crashPoint('after_apply');
      return applied;
    } catch (error) {
      if (sqlState(error) === null || batch === 1) throw error;
      batch = Math.ceil(batch / 4);
      return 1;
    }
  };
}
