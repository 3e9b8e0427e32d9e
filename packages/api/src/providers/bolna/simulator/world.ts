// One world from its seed to its end: clock, exchange, webhooks, what was asked of it. A reset makes a new one.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createClock, type Clock } from './clock.ts';
import { Exchange } from './exchange.ts';
import type { FaultRates } from './faults.ts';
import type { Journal } from './journal.ts';
import { lifeOf } from './life-cycle.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import type { Script, Settings } from './settings.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** A request, as it came and as it was answered; what only POST /call has is null in others. */
export interface RequestEntry {
  /** ISO 8601, wall clock. */
  at: string;
  method: string;
  path: string;
  recipient: string | null;
  attemptId: string | null;
  ordinal: number | null;
  fault: string | null;
  executionId: string | null;
  /** Null while unanswered, and for ever if the connection died first. */
  httpStatus: number | null;
}
/** Older requests are forgotten; calls never are. */
const requestsKept = 200_000;

export interface World {
  seed: string;
  settings: Settings;
  faults: FaultRates;
  script: Script;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly exchange: Exchange;
  readonly webhooks: Webhooks;
  readonly requests: RequestEntry[];
  /** What no client of ours may ever send. */
  readonly violations: { retries_enabled: number; guardrails_bypassed: number };
  /** Writes a request down as it comes in; its status follows when the whole answer has been written. */
  note(request: IncomingMessage, response: ServerResponse): void;
  /** Adds what became known about it. */
  amend(request: IncomingMessage, facts: Partial<RequestEntry>): void;
  end(): void;
}

export function createWorld(start: { seed: string; settings: Settings; faults: FaultRates; script: Script }, journal: Journal): World {
  const stretches = journal.entries.flatMap((entry) => (entry.kind === 'stretch' ? [entry.stretch] : []));
  const clock = createClock(stretches, start.settings.speed, (stretch) => journal.append({ kind: 'stretch', stretch }));
  const scheduler = createScheduler(clock);
  const webhooks = createWebhooks(scheduler, clock, () => world.faults);
  const entryOf = new WeakMap<IncomingMessage, RequestEntry>();
  const state = { ...start, clock, scheduler, webhooks, requests: [] as RequestEntry[], violations: { retries_enabled: 0, guardrails_bypassed: 0 } };
  const world: World = Object.assign(state, {
    exchange: new Exchange(clock, scheduler, journal, webhooks, () => state.settings),
    note(request: IncomingMessage, response: ServerResponse): void {
      const entry: RequestEntry = {
        at: new Date().toISOString(), method: request.method ?? '', path: request.url ?? '',
        recipient: null, attemptId: null, ordinal: null, fault: null, executionId: null, httpStatus: null,
      };
      entryOf.set(request, entry);
      response.once('finish', () => (entry.httpStatus = response.statusCode));
      if (state.requests.push(entry) > requestsKept) state.requests.splice(0, requestsKept / 2);
    },
    amend(request: IncomingMessage, facts: Partial<RequestEntry>): void {
      Object.assign(entryOf.get(request) ?? {}, facts);
    },
    end(): void {
      webhooks.stop();
      scheduler.clear();
    },
  });
  world.exchange.restore(journal.entries);
  return world;
}

export function changeSettings(world: World, change: Partial<Settings>): void {
  Object.assign(world.settings, change);
  if (change.speed !== undefined && change.speed !== world.clock.speed) world.clock.setSpeed(change.speed);
  world.scheduler.runDue();
  world.exchange.dial(world.clock.now());
  world.scheduler.rearm();
}

export function advance(world: World, ms: number): void {
  world.clock.advance(ms);
  world.scheduler.runDue();
  world.scheduler.rearm();
}

/** Every call with its whole life, also the part to come. */
export function callsTruth(world: World) {
  return [...world.exchange.calls.values()].map(({ record, isOver }) => {
    const life = lifeOf(record);
    return {
      execution_id: record.id, attempt_id: record.attemptId, agent_id: record.agentId, recipient: record.recipient, ordinal: record.ordinal,
      placed_at: new Date(record.createdAt).toISOString(),
      started_at: record.startedAt === null ? null : world.clock.stamp(record.startedAt),
      steps: life.steps.map((step) => ({ status: step.status, at: world.clock.stamp(step.at) })),
      outcome: record.stoppedAt === null ? life.outcome : 'stopped',
      talk_seconds: life.talkMs / 1000,
      is_over: isOver,
      quirks: record.quirks,
    };
  });
}

export function summaryTruth(world: World) {
  const { exchange, webhooks } = world;
  const perAttempt = new Map<string, number>();
  const perRecipient = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (const { record } of exchange.calls.values()) {
    if (record.attemptId !== null) count(perAttempt, record.attemptId);
    count(perRecipient, record.recipient);
  }
  const counts = [...perAttempt.values()];
  return {
    seed: world.seed,
    calls: exchange.calls.size,
    attempts: perAttempt.size,
    calls_per_attempt_max: counts.reduce((most, calls) => Math.max(most, calls), 0),
    attempts_doubled: [...perAttempt].filter(([, calls]) => calls > 1).map(([attempt_id, calls]) => ({ attempt_id, calls })),
    calls_without_attempt: exchange.calls.size - counts.reduce((sum, calls) => sum + calls, 0),
    calls_per_recipient: Object.fromEntries(perRecipient),
    /** On the line; waiting calls are no part of it, whatever the caller's cap is meant to count. */
    max_concurrent: exchange.most.concurrent,
    /** Placed and not hung up, waiting ones included: what a cap of the caller must bound. */
    max_open: exchange.most.open,
    on_line: exchange.onLine.size,
    open: exchange.open.size,
    pending: pendingOf(world),
    webhooks: webhooks.counts,
    violations: world.violations,
  };
}

export function pendingOf({ exchange, webhooks }: World): number {
  return exchange.pending + webhooks.pending;
}

/** Resolves with whether nothing was pending before `timeoutMs` (real) had passed. */
export function drain(world: World, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  return new Promise((resolve) => {
    const look = (): void => {
      if (pendingOf(world) === 0) resolve(true);
      else if (Date.now() >= end) resolve(false);
      else setTimeout(look, 10);
    };
    look();
  });
}
