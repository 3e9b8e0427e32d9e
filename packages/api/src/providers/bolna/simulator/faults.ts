// The bad habits, by name, each with a rate from 0 to 1. Rates of one group add up: a request has at most one fault.
import { z } from 'zod';
import { pick } from './draws.ts';

/** What POST /call can answer instead of 200; the value says whether the call is placed all the same. */
const answers = {
  tooManyRequests: false, // 429 with Retry-After
  tooManyRequestsBare: false, // 429 without
  forbidden: false, // 403, a key that has been revoked
  paymentRequired: false, // 402
  serverErrorBefore: false,
  resetBefore: false,
  hangNotPlaced: false, // silence until the client leaves
  conflict: false, // 409
  misdirected: false, // 421, which some HTTP clients answer by sending the request again
  redirect: false, // 302 to itself
  serverErrorAfter: true,
  resetAfter: true,
  hangPlaced: true,
  requestTimeout: true, // 408
  garbage: true, // 200, not JSON
  truncated: true, // 200, cut in the middle of the body
  wrongType: true, // 200, JSON, execution_id is not an id
  slowBody: true, // 200, byte by byte
} as const;
export type AnswerFault = keyof typeof answers;
export const answerFaults = Object.keys(answers) as [AnswerFault, ...AnswerFault[]];
export const faultPlaces = (fault: AnswerFault): boolean => answers[fault];

/** Habits of a whole call, drawn independently when it is placed. */
export const callQuirks = [
  'queuedEvent', // a webhook for `queued` too
  'eagerWebhook', // the first webhook comes before the POST's answer
  'skippedStatus', // one status before the last has no webhook
  'precallRepeat', // in-progress comes twice, the second time with foreign keys
  'emptyAtDisconnect', // no transcript yet at call-disconnected
  'completedTwice', // a second, different body
  'completedNever', // no webhook for the last status
  'hostileText', // NUL, half surrogates, markup, formulas, orders to a language model
  'oversizeWebhook', // the last body is larger than 1 MiB
  'echoMissing', // recipient_data is null
] as const;
export type CallQuirk = (typeof callQuirks)[number];

/** One webhook, at most one of these. */
export const webhookFaults = ['webhookLost', 'webhookDuplicated', 'webhookReordered', 'webhookLate'] as const;
export type WebhookFault = (typeof webhookFaults)[number];

export const readFaults = [
  'listError', // 500 on a page of the listing
  'getError', // 500 on GET /executions/{id}
  'stopIgnored', // the stop answers 200 and the call rings
] as const;

const names = [...answerFaults, ...callQuirks, ...webhookFaults, ...readFaults] as const;
type FaultName = (typeof names)[number];
export const faultRates = z.partialRecord(z.enum(names), z.number().min(0).max(1));
export type FaultRates = Partial<Record<FaultName, number>>;

/** What an ordinary day looks like. */
export const usualFaults: FaultRates = { webhookLost: 0.01, webhookDuplicated: 0.05, webhookReordered: 0.05 };

export function drawFault<K extends FaultName>(u: number, group: readonly K[], rates: FaultRates): K | null {
  return pick(u, Object.fromEntries(group.map((name) => [name, rates[name] ?? 0])) as Record<K, number>);
}
