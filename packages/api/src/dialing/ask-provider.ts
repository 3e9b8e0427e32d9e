// One question to the provider about one call, its answer put into the inbox.
import type { BolnaClient } from '../providers/bolna/index.ts';
import { makeStorable } from '../http/storable-text.ts';
import { type WorkerPool, storePulledExecution } from './database.ts';
import type { Budget } from './budget.ts';

export interface Asker {
  pool: WorkerPool;
  client: BolnaClient;
  budget: Budget;
  /** Aborted when the process ends. */
  ending: AbortSignal;
}

/** True when the answer says something about the call. A 429, 401 or 5xx does not: a listing with such a gap may write nothing off. */
export async function askAbout({ pool, client, budget, ending }: Asker, executionId: string, priority: 'urgent' | 'rest', onAnswer: () => void): Promise<boolean> {
  await budget.take(priority);
  if (ending.aborted) return false;
  const { httpStatus, transportError, body } = await client.getExecution(executionId, { signal: ending });
  onAnswer();
  if (httpStatus === null || transportError !== null) return false;
  await storePulledExecution(pool, executionId, httpStatus, body === null ? null : makeStorable(body).text);
  return httpStatus === 200 || httpStatus === 404;
}
