// The loops of the worker. Each is small, none knows another's work; they only wake each other.
import type { Logger } from 'pino';
import type { BolnaClient } from '../providers/bolna/index.ts';
import { APPLIERS, createApplier } from './apply.ts';
import { askAbout } from './ask-provider.ts';
import { Budget } from './budget.ts';
import { crashPoint } from './crash-points.ts';
import {
  type WorkerPool, beatWorker, claimCalls, dispatchSweep, expireAttempts, listCallsToConfirm, promoteDueItems, startReconciliations,
} from './database.ts';
import { dialAttempt } from './dial.ts';
import { forEach } from './each.ts';
import { Floor } from './floor.ts';
import { type Loop, startLoop } from './loop.ts';
import { reconcile } from './reconcile.ts';

export interface Pace {
  /** Calls being placed at once. */
  dialsAtOnce: number;
  /** Questions about a call that are open at once, and per second. */
  getsAtOnce: number;
  getsPerSecond: number;
  listsPerSecond: number;
  /** Events applied in one transaction. */
  eventBatch: number;
  applyMs: number;
  claimMs: number;
  confirmMs: number;
  promoteMs: number;
  expireMs: number;
  sweepMs: number;
  /** How often is asked whether a listing is due; how often one is, SQL decides. */
  reconcileMs: number;
  heartbeatMs: number;
}

export const usualPace: Pace = {
  dialsAtOnce: 32, getsAtOnce: 8, getsPerSecond: 8, listsPerSecond: 4, eventBatch: 1000,
  applyMs: 250, claimMs: 1000, confirmMs: 500, promoteMs: 1000, expireMs: 1000, sweepMs: 30_000, reconcileMs: 15_000, heartbeatMs: 5000,
};

export interface DialingLoops {
  /** There may be something to claim. */
  wake: () => void;
  /** Claims nothing more, lets the calls being placed end, then ends everything else. */
  stop: () => Promise<void>;
}

export function startDialing(pool: WorkerPool, client: BolnaClient, workerId: string, log: Logger, pace: Pace): DialingLoops {
  const floor = new Floor(pace.dialsAtOnce);
  const questions = new Floor(pace.getsAtOnce);
  const ending = new AbortController();
  const budget = new Budget(pace.getsPerSecond);
  const asker = { pool, client, budget, ending: ending.signal };
  const loop = (name: string, everyMs: number, round: () => Promise<'again' | 'idle'>): Loop => startLoop({ name, log, everyMs, round });

  const claim = loop('claim', pace.claimMs, async () => {
    if (floor.free === 0) return 'idle'; // the end of a dial wakes this loop
    crashPoint('before_claim');
    const attempts = await claimCalls(pool, workerId, floor.free);
    crashPoint('after_claim');
    for (const attempt of attempts) {
      const onError = (error: unknown): void => { log.error({ err: error, attempt }, 'a dial was not recorded'); };
      floor.add(dialAttempt({ pool, client, workerId }, attempt), claim.wake, onError);
    }
    return attempts.length > 0 ? 'again' : 'idle';
  });

  const appliers = APPLIERS.map((applier) => {
    const once = createApplier(pool, applier, pace.eventBatch, log);
    return async (): Promise<number> => {
      const applied = await once();
      if (applied > 0) claim.wake();
      return applied;
    };
  });
  const applying = appliers.map((once, n) => loop(`apply_${n + 1}`, pace.applyMs, async () => ((await once()) > 0 ? 'again' : 'idle')));

  const confirmOne = async (execution: string): Promise<void> => {
    crashPoint('before_confirm_get');
    await askAbout(asker, execution, 'urgent', () => crashPoint('after_confirm_get'));
    crashPoint('after_confirm_store');
    for (const each of applying) each.wake();
  };
  // Not in batches: one question that hangs would hold up the others.
  const confirm = loop('confirm', pace.confirmMs, async () => {
    if (questions.free === 0) return 'idle';
    const executions = await listCallsToConfirm(pool, questions.free);
    for (const execution of executions) {
      const onError = (error: unknown): void => { log.error({ err: error, execution }, 'an answer was not stored'); };
      questions.add(confirmOne(execution), confirm.wake, onError);
    }
    return executions.length > 0 ? 'again' : 'idle';
  });

  const promote = loop('promote', pace.promoteMs, async () => {
    crashPoint('before_promote');
    const promoted = await promoteDueItems(pool);
    crashPoint('after_promote');
    if (promoted > 0) claim.wake();
    return promoted > 0 ? 'again' : 'idle';
  });

  const expire = loop('expire', pace.expireMs, async () => {
    crashPoint('before_expire');
    const expired = await expireAttempts(pool);
    crashPoint('after_expire');
    if (expired > 0) claim.wake();
    return 'idle';
  });

  const sweep = loop('sweep', pace.sweepMs, async () => {
    crashPoint('before_sweep');
    const mended = await dispatchSweep(pool);
    crashPoint('after_sweep');
    if (mended > 0) {
      log.warn({ mended }, 'the sweep found a lost wake-up');
      claim.wake();
    }
    return 'idle';
  });

  const drainInbox = async (): Promise<void> => {
    await Promise.all(appliers.map(async (once) => { while ((await once()) > 0); }));
  };
  const reconciler = { ...asker, listBudget: new Budget(pace.listsPerSecond), drainInbox, atOnce: pace.getsAtOnce };
  const reconciling = loop('reconcile', pace.reconcileMs, async () => {
    const due = await startReconciliations(pool);
    if (due.length > 0) crashPoint('after_reconcile_start');
    await forEach(due, 2, async (reconciliation) => {
      const voided = await reconcile(reconciler, reconciliation);
      if (voided > 0) claim.wake();
    });
    return 'idle';
  });

  const heartbeat = loop('heartbeat', pace.heartbeatMs, async () => {
    crashPoint('before_beat');
    await beatWorker(pool, workerId);
    crashPoint('after_beat');
    return 'idle';
  });

  return {
    wake: claim.wake,
    stop: async () => {
      await claim.stop();
      await floor.empty();
      ending.abort();
      await Promise.all([...applying, confirm, promote, expire, sweep, reconciling, heartbeat].map((each) => each.stop()));
      await questions.empty();
    },
  };
}
