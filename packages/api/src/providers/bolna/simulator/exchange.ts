// The exchange: agents, calls, the lines and the queue in front of them. It moves calls along their lives and says so
// to the webhooks; every fact from outside goes into the journal first.
import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { costOf, executionAt } from './execution.ts';
import type { CallQuirk } from './faults.ts';
import type { Entry, Journal, StoredAgent } from './journal.ts';
import { callDraws, freesLine, isTerminal, lifeOf, stepAt, type CallRecord, type Outcome, type Step } from './life-cycle.ts';
import type { Scheduler } from './scheduler.ts';
import type { Settings } from './settings.ts';
import type { Webhooks } from './webhooks.ts';

/** The price of beginning a call, in hundredths of a dollar. */
const leastWallet = 200;
const rescheduleMs = 60_000;

export interface Call {
  record: CallRecord;
  /** Webhooks not settled yet. */
  outstanding: number;
  isOver: boolean;
  firstWebhook: Promise<void> | null;
}
/** What a request decides about a new call; the rest is drawn. */
export interface NewCall {
  seed: string;
  agent: StoredAgent;
  recipient: string;
  ordinal: number;
  fromNumber: string | null;
  userData: Record<string, unknown> | null;
  /** Simulated ms, or null for at once. */
  scheduledAt: number | null;
  visibleAfterMs: number;
  forced: Outcome | null;
  quirks: CallQuirk[];
}

export class Exchange {
  readonly agents = new Map<string, StoredAgent>();
  readonly calls = new Map<string, Call>();
  /** In the order they were placed. */
  readonly callsOfAgent = new Map<string, Call[]>();
  /** Calls on the line, and calls not hung up yet, waiting ones included. */
  readonly onLine = new Set<Call>();
  readonly open = new Set<Call>();
  readonly most = { concurrent: 0, open: 0 };
  spent = 0;
  pending = 0;

  readonly #clock: Clock;
  readonly #scheduler: Scheduler;
  readonly #journal: Journal;
  readonly #webhooks: Webhooks;
  readonly #settings: () => Settings;
  readonly #waiting = new Set<Call>();
  readonly #ordinals = new Map<string, number>();

  constructor(clock: Clock, scheduler: Scheduler, journal: Journal, webhooks: Webhooks, settings: () => Settings) {
    this.#clock = clock;
    this.#scheduler = scheduler;
    this.#journal = journal;
    this.#webhooks = webhooks;
    this.#settings = settings;
  }

  putAgent(agent: StoredAgent): void {
    this.#journal.append({ kind: 'agent', agent });
    this.agents.set(agent.id, agent);
  }

  /** The how-manieth request of this pair it is, counting refused ones, so that a retry draws anew. */
  nextOrdinal(agentId: string, recipient: string): number {
    const pair = `${agentId} ${recipient}`;
    const ordinal = (this.#ordinals.get(pair) ?? 0) + 1;
    this.#ordinals.set(pair, ordinal);
    return ordinal;
  }

  place(request: NewCall): Call {
    this.#scheduler.runDue();
    const now = this.#clock.now();
    const { agent, scheduledAt, visibleAfterMs, forced, ...rest } = request;
    const isRescheduled = forced === 'rescheduled';
    const record: CallRecord = {
      ...rest,
      id: randomUUID(), // never drawn: a provider gives no id twice, whatever the seed
      attemptId: attemptOf(request.userData),
      agentId: agent.id,
      createdAt: Date.now(),
      placedAt: now,
      heldUntil: isRescheduled ? now + rescheduleMs : (scheduledAt ?? now),
      waitingAs: isRescheduled ? 'rescheduled' : scheduledAt === null ? 'queued' : 'scheduled',
      visibleAt: now + visibleAfterMs,
      callTerminateSeconds: agent.callTerminateSeconds,
      forced: isRescheduled ? null : forced,
      startedAt: null,
      stoppedAt: null,
    };
    this.#journal.append({ kind: 'call', call: record });
    const call = this.#add(record);
    this.#wait(call, now);
    const isTold = record.waitingAs !== 'queued' || record.quirks.includes('queuedEvent') || (record.quirks.includes('eagerWebhook') && record.startedAt === null);
    if (isTold) this.#tell(call, { at: now, status: record.waitingAs });
    this.#scheduler.runDue();
    return call;
  }

  /** Stops a call that still waits; false when it is too late for that. */
  stop(call: Call): boolean {
    this.#scheduler.runDue();
    const { record } = call;
    if (record.startedAt !== null || record.stoppedAt !== null) return false;
    const at = this.#clock.now();
    this.#journal.append({ kind: 'stopped', id: record.id, at });
    record.stoppedAt = at;
    this.#waiting.delete(call);
    this.#reach(call, { at, status: 'stopped' }, true);
    return true;
  }

  /** The step the call has reached, `lagMs` ago. */
  stepOf(call: Call, lagMs = 0): Step {
    return stepAt(lifeOf(call.record), this.#clock.now() - lagMs);
  }

  /** To be called when there may be room: a call ended or the limit was raised. */
  dial(at: number): void {
    for (const call of this.#waiting) {
      if (this.onLine.size >= this.#settings().concurrency) return;
      this.#waiting.delete(call);
      const { record } = call;
      record.startedAt = at;
      if (this.#settings().wallet - this.spent < leastWallet) record.forced = 'balance-low';
      this.#journal.append({ kind: 'started', id: record.id, at, forced: record.forced });
      this.onLine.add(call);
      this.most.concurrent = Math.max(this.most.concurrent, this.onLine.size);
      this.#follow(call, 1);
    }
  }

  #wait(call: Call, now: number): void {
    if (call.record.heldUntil > now) {
      this.#scheduler.at(call.record.heldUntil, (at) => this.#wait(call, at));
    } else if (call.record.stoppedAt === null) {
      this.#waiting.add(call);
      this.dial(now);
    }
  }

  #follow(call: Call, index: number): void {
    const { steps } = lifeOf(call.record);
    const step = steps[index];
    if (!step) return;
    this.#scheduler.at(step.at, (at) => {
      this.#reach(call, step, index === steps.length - 1);
      if (freesLine(step.status)) this.dial(at);
      this.#follow(call, index + 1);
    });
  }

  #reach(call: Call, step: Step, isLast: boolean): void {
    if (freesLine(step.status)) {
      this.onLine.delete(call);
      this.open.delete(call);
    }
    if (isLast) {
      this.spent += costOf(lifeOf(call.record));
      call.isOver = true;
    }
    this.#tell(call, step);
  }

  #tell(call: Call, step: Step): void {
    const { record } = call;
    const url = this.agents.get(record.agentId)?.config.webhook_url;
    call.outstanding++;
    const told = url
      ? this.#webhooks.emit(record, step, url, JSON.stringify(executionAt(record, step, this.#clock)), isSilent(record, step))
      : Promise.resolve();
    call.firstWebhook ??= told;
    void told.then(() => {
      if (--call.outstanding > 0 || !call.isOver) return;
      this.pending--;
      this.#journal.append({ kind: 'closed', id: record.id });
    });
  }

  #add(record: CallRecord): Call {
    const call: Call = { record, outstanding: 0, isOver: false, firstWebhook: null };
    this.calls.set(record.id, call);
    const siblings = this.callsOfAgent.get(record.agentId);
    if (siblings) siblings.push(call);
    else this.callsOfAgent.set(record.agentId, [call]);
    this.open.add(call);
    this.most.open = Math.max(this.most.open, this.open.size);
    this.pending++;
    return call;
  }

  /**
   * Goes on where the journal ends. Webhooks of a call that was not closed are told again from the first: the
   * receiver must bear repeats anyway.
   */
  restore(entries: readonly Entry[]): void {
    const now = this.#clock.now();
    const closed = new Set<string>();
    for (const entry of entries) {
      const record = 'id' in entry ? this.calls.get(entry.id)?.record : undefined;
      if (entry.kind === 'agent') this.agents.set(entry.agent.id, entry.agent);
      if (entry.kind === 'call') this.#add(entry.call);
      if (entry.kind === 'started' && record) Object.assign(record, { startedAt: entry.at, forced: entry.forced });
      if (entry.kind === 'stopped' && record) record.stoppedAt = entry.at;
      if (entry.kind === 'closed') closed.add(entry.id);
    }
    this.open.clear();
    this.most.open = 0;
    for (const call of this.calls.values()) {
      const { record } = call;
      const life = lifeOf(record);
      this.#ordinals.set(`${record.agentId} ${record.recipient}`, record.ordinal);
      if (closed.has(record.id)) {
        call.isOver = true;
        this.pending--;
        this.spent += costOf(life);
        continue;
      }
      const isFree = freesLine(stepAt(life, now).status);
      if (!isFree) this.open.add(call);
      if (record.stoppedAt !== null) this.#reach(call, { at: record.stoppedAt, status: 'stopped' }, true);
      else if (record.startedAt === null) this.#wait(call, now);
      else {
        if (!isFree) this.onLine.add(call);
        this.#follow(call, 1);
      }
    }
    this.most.open = this.open.size;
    this.most.concurrent = this.onLine.size;
    this.dial(now);
  }
}

/** The caller's own name for the attempt, which it sends along to be echoed. */
export function attemptOf(userData: Record<string, unknown> | null): string | null {
  const id = userData?.['callgres_attempt_id'];
  return typeof id === 'string' ? id : null;
}

/** Whether this call keeps quiet about this step. */
function isSilent(record: CallRecord, step: Step): boolean {
  if (isTerminal(step.status)) return record.quirks.includes('completedNever');
  if (!record.quirks.includes('skippedStatus')) return false;
  const words = ['initiated', 'ringing', 'in-progress', 'call-disconnected'];
  return step.status === words[Math.floor(callDraws(record)('skippedStatus') * words.length)];
}
