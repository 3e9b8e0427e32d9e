// The life of a call is a pure function of its record: what the draws decide, nobody needs to remember. A record holds
// only what came from outside (the request, the rates at that moment) and the instants others had a say in (when a
// line was free, when somebody stopped it). That is why a journal of records is enough to go on after a restart.
import { between, drawsOf, logNormal, pick, type Draw } from './draws.ts';
import type { CallQuirk } from './faults.ts';
import { personaOf, personas } from './persona.ts';

export const outcomes = [
  'human', 'no-answer', 'voicemail', 'busy', 'failed', 'invalid-number', 'error', 'rejected',
  'canceled', 'balance-low', 'rescheduled',
] as const;
export type Outcome = (typeof outcomes)[number];
const mix: Partial<Record<Outcome, number>> = {
  human: 0.52, 'no-answer': 0.24, voicemail: 0.12, busy: 0.07, failed: 0.025, 'invalid-number': 0.005, error: 0.01, rejected: 0.01,
};

export interface CallRecord {
  id: string;
  attemptId: string | null;
  seed: string;
  agentId: string;
  recipient: string;
  /** The how-manieth request of this agent to this recipient; part of every draw. */
  ordinal: number;
  fromNumber: string | null;
  userData: Record<string, unknown> | null;
  /** Wall clock, Unix ms. */
  createdAt: number;
  /** Simulated ms, as all instants below. */
  placedAt: number;
  /** Not dialled before, and the word it waits under. */
  heldUntil: number;
  waitingAs: 'queued' | 'scheduled' | 'rescheduled';
  visibleAt: number;
  callTerminateSeconds: number;
  /** Written by a script instead of drawn. */
  forced: Outcome | null;
  quirks: CallQuirk[];
  startedAt: number | null;
  stoppedAt: number | null;
}

export interface Step {
  at: number;
  status: string;
  /** A second event under the same word. */
  repeat?: 'precall' | 'revision';
}
export interface Life {
  outcome: Outcome;
  talkMs: number;
  /** In order; the last one is terminal. */
  steps: Step[];
}

/** Draws about this call; those about the person behind the number are in persona.ts. */
export const callDraws = (call: CallRecord): Draw => drawsOf(call.seed, call.agentId, call.recipient, call.ordinal);

const terminalWords = new Set(['completed', 'busy', 'no-answer', 'failed', 'error', 'canceled', 'balance-low', 'stopped']);
export const isTerminal = (status: string): boolean => terminalWords.has(status);
/** From here on the line is free. */
export const freesLine = (status: string): boolean => status === 'call-disconnected' || isTerminal(status);

export function lifeOf(call: CallRecord): Life {
  const waiting: Step = { at: call.placedAt, status: call.waitingAs };
  if (call.stoppedAt !== null) {
    return { outcome: 'canceled', talkMs: 0, steps: [waiting, { at: call.stoppedAt, status: 'stopped' }] };
  }
  const draw = callDraws(call);
  const outcome = call.forced ?? pick(draw('outcome'), mix) ?? 'human';
  const talkMs = talkOf(call, outcome, draw);
  const start = call.startedAt;
  if (start === null) return { outcome, talkMs, steps: [waiting] };
  const dialled = stepsOf(call, outcome, talkMs, draw).map((step) => ({ ...step, at: start + step.at }));
  return { outcome, talkMs, steps: [waiting, ...dialled] };
}

function talkOf(call: CallRecord, outcome: Outcome, draw: Draw): number {
  const cut = call.callTerminateSeconds * 1000;
  if (outcome === 'human') {
    return Math.min(cut, Math.max(6000, logNormal(draw, 'talk', 75_000 * personas[personaOf(call)].pace, 0.6)));
  }
  if (outcome === 'voicemail') return Math.min(cut, between(draw('talk'), 14_000, 32_000));
  // An error may strike in the middle of a talk, which is then paid for.
  return outcome === 'error' && draw('error:talking') < 0.5 ? between(draw('talk'), 3000, 20_000) : 0;
}

/** Steps with their distance from the start in ms. */
function stepsOf(call: CallRecord, outcome: Outcome, talkMs: number, draw: Draw): Step[] {
  const has = (quirk: CallQuirk): boolean => call.quirks.includes(quirk);
  const initiated = { at: has('eagerWebhook') ? 0 : between(draw('initiated'), 200, 800), status: 'initiated' };
  if (outcome === 'balance-low' || outcome === 'canceled') return [initiated, { at: 1000, status: outcome }];
  if (outcome === 'failed' || outcome === 'invalid-number') return [initiated, { at: between(draw('failed'), 1500, 5000), status: 'failed' }];

  const ringing = { at: between(draw('ringing'), 1500, 2500), status: 'ringing' };
  if (outcome === 'no-answer') return [initiated, ringing, { at: between(draw('end'), 42_000, 50_000), status: 'no-answer' }];
  if (outcome === 'busy') return [initiated, ringing, { at: between(draw('end'), 20_000, 28_000), status: 'busy' }];
  if (outcome === 'error' && talkMs === 0) return [initiated, ringing, { at: 6000, status: 'error' }];
  if (outcome === 'rejected') {
    return [initiated, ringing, { at: 8000, status: 'call-disconnected' }, { at: 12_000, status: 'completed' }];
  }

  const answered = { at: between(draw('answered'), 4000, 7000), status: 'in-progress' };
  const repeat: Step[] = has('precallRepeat') ? [{ at: answered.at + talkMs / 2, status: 'in-progress', repeat: 'precall' }] : [];
  const hungUp = answered.at + talkMs;
  if (outcome === 'error') return [initiated, ringing, answered, ...repeat, { at: hungUp, status: 'error' }];
  const completed = hungUp + closingOf(draw);
  const again: Step[] = has('completedTwice') ? [{ at: completed + 10_000, status: 'completed', repeat: 'revision' }] : [];
  return [
    initiated, ringing, answered, ...repeat,
    { at: hungUp, status: 'call-disconnected' }, { at: completed, status: 'completed' }, ...again,
  ];
}

/** From call-disconnected to completed: mostly seconds, sometimes minutes, now and then a quarter of an hour. */
function closingOf(draw: Draw): number {
  const u = draw('closing:kind');
  if (u < 0.6) return between(draw('closing'), 5000, 30_000);
  if (u < 0.9) return between(draw('closing'), 120_000, 180_000);
  return between(draw('closing'), 180_000, 900_000);
}

/** The step a call has reached at an instant. */
export function stepAt(life: Life, at: number): Step {
  const first = life.steps[0];
  if (!first) throw new Error('a life has at least the step of being placed');
  return life.steps.findLast((step) => step.at <= at) ?? first;
}
