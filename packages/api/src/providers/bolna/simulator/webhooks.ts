// Webhooks: one POST per change, in order within a call, a few at a time over all calls, tried again on anything but
// a 2xx; and what goes wrong with them on purpose.
import type { Clock } from './clock.ts';
import { between } from './draws.ts';
import { drawFault, webhookFaults, type FaultRates } from './faults.ts';
import { callDraws, isTerminal, type CallRecord, type Step } from './life-cycle.ts';
import type { Scheduler } from './scheduler.ts';

const parallel = 16;
const tries = 5;
/** Real ms: a receiver that takes longer has failed. */
const receiverTimeoutMs = 10_000;

export interface WebhookCounts {
  /** One per change of a call. delivered + given_up + lost = made + doubled, once nothing is pending. */
  made: number;
  delivered: number;
  /** Never sent, on purpose. */
  lost: number;
  /** Sent once more, on purpose. */
  doubled: number;
  reordered: number;
  late: number;
  /** Attempts that failed and were followed by another. */
  retried: number;
  given_up: number;
}

interface Delivery {
  callId: string;
  url: string;
  body: string;
  failures: number;
  done: () => void;
}

export interface Webhooks {
  readonly counts: WebhookCounts;
  readonly pending: number;
  /** Settles when this webhook has been delivered, given up or lost. */
  emit(call: CallRecord, step: Step, url: string, body: string, isSilent: boolean): Promise<void>;
  stop(): void;
}

export function createWebhooks(scheduler: Scheduler, clock: Clock, rates: () => FaultRates): Webhooks {
  const counts: WebhookCounts = { made: 0, delivered: 0, lost: 0, doubled: 0, reordered: 0, late: 0, retried: 0, given_up: 0 };
  const ready: Delivery[] = [];
  /** Calls with a POST under way, and what waits behind it. */
  const busy = new Map<string, Delivery[]>();
  /** Reordered ones, waiting to be overtaken by the next of their call. */
  const overtaken = new Map<string, Delivery>();
  const stopping = new AbortController();
  let pending = 0;

  function push(delivery: Delivery): void {
    ready.push(delivery);
    pump();
  }
  function pump(): void {
    while (busy.size < parallel && !stopping.signal.aborted) {
      const next = ready.shift();
      if (!next) return;
      const lane = busy.get(next.callId);
      if (lane) lane.push(next);
      else void send(next);
    }
  }
  async function send(delivery: Delivery): Promise<void> {
    const lane: Delivery[] = [];
    busy.set(delivery.callId, lane);
    const isTaken = await post(delivery, stopping.signal);
    busy.delete(delivery.callId);
    if (stopping.signal.aborted) return;
    if (isTaken) {
      counts.delivered++;
      delivery.done();
    } else if (++delivery.failures < tries) {
      counts.retried++;
      scheduler.at(clock.now() + 1000 * 2 ** delivery.failures, () => push(delivery));
    } else {
      counts.given_up++;
      delivery.done();
    }
    ready.unshift(...lane);
    pump();
  }
  return {
    counts,
    get pending() {
      return pending;
    },
    emit(call, step, url, body, isSilent) {
      return new Promise((settled) => {
        const draw = callDraws(call);
        const purpose = `webhook:${step.status}:${step.repeat ?? ''}`;
        const fault = isSilent ? 'webhookLost' : drawFault(draw(purpose), webhookFaults, rates());
        const done = (): void => {
          pending--;
          settled();
        };
        const make = (): Delivery => ({ callId: call.id, url, body, failures: 0, done });
        const before = overtaken.get(call.id);
        overtaken.delete(call.id);
        counts.made++;
        if (fault === 'webhookLost') {
          counts.lost++;
          settled();
        } else if (fault === 'webhookLate') {
          counts.late++;
          pending++;
          scheduler.at(clock.now() + between(draw(`${purpose}:late`), 30_000, 300_000), () => push(make()));
        } else if (fault === 'webhookReordered' && !isTerminal(step.status)) {
          counts.reordered++;
          pending++;
          overtaken.set(call.id, make());
        } else {
          const copies = fault === 'webhookDuplicated' ? 2 : 1;
          counts.doubled += copies - 1;
          pending += copies;
          for (let copy = 0; copy < copies; copy++) push(make());
        }
        if (before) push(before);
      });
    },
    stop: () => stopping.abort(),
  };
}

async function post({ url, body }: Delivery, stopped: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST', body, redirect: 'manual',
      headers: { 'content-type': 'application/json', 'user-agent': 'bolna-simulator' },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(receiverTimeoutMs)]),
    });
    await response.arrayBuffer(); // or the connection is not used again
    return response.ok;
  } catch {
    return false;
  }
}
