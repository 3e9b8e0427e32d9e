// What goes wrong, as callers are told: the one place that knows about SQLSTATEs, HTTP statuses and tRPC codes.
//
// Nothing of the database's own words is passed on, except from errors that our functions raise for people
// (SQLSTATE VCnnn: nnn is the HTTP status, the message a stable key, the hint a sentence).
import { TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { z } from 'zod';
import { ContactFileError } from './csv/contact-file.ts';

export interface ErrorAnswer {
  code: TRPC_ERROR_CODE_KEY;
  httpStatus: number;
  /** Stable name of the error, for programs. */
  key: string;
  /** One sentence for the person. */
  hint: string;
  /** Per field of the input what is wrong with it. */
  fieldErrors: Record<string, string[]> | null;
}

/** An error that the API itself raises for a person, in the same form as those of SQL. */
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly key: string;
  constructor(httpStatus: number, key: string, hint: string) {
    super(hint);
    this.httpStatus = httpStatus;
    this.key = key;
  }
}

const CODES: Readonly<Record<number, TRPC_ERROR_CODE_KEY>> = {
  400: 'BAD_REQUEST', 401: 'UNAUTHORIZED', 402: 'PAYMENT_REQUIRED', 403: 'FORBIDDEN', 404: 'NOT_FOUND', 405: 'METHOD_NOT_SUPPORTED', 408: 'TIMEOUT', 409: 'CONFLICT',
  412: 'PRECONDITION_FAILED', 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE', 422: 'UNPROCESSABLE_CONTENT', 429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR', 503: 'SERVICE_UNAVAILABLE',
};

const SENTENCES: Readonly<Record<number, readonly [key: string, hint: string]>> = {
  400: ['input_invalid', 'Something in this request is not as it should be.'],
  401: ['session_required', 'Sign in to go on.'],
  403: ['not_allowed', 'You may not do this.'],
  404: ['not_found', 'There is nothing here.'],
  405: ['method_not_supported', 'This address does not answer to that method.'],
  408: ['took_too_long', 'This took too long and was given up; nothing was changed.'],
  409: ['conflict', 'This collides with something that exists already.'],
  413: ['too_large', 'This is larger than what is accepted here.'],
  415: ['media_type_not_supported', 'This kind of content is not accepted here.'],
  429: ['too_many_requests', 'Too much at once: wait a moment and try again.'],
  500: ['internal_error', 'Something went wrong on our side. It has been noted.'],
  503: ['unavailable', 'The service is busy or restarting: try again in a moment.'],
};

/** SQLSTATEs that are no VCnnn, by the longest prefix. Whatever is not listed is a mistake of ours: 500. */
const SQLSTATES: readonly (readonly [prefix: string, httpStatus: number])[] = [
  ['23505', 409], ['23503', 400], ['23514', 400], ['23502', 400], ['22', 400], ['42501', 403], ['P0002', 404],
  ['57014', 408], ['25P03', 503], ['55P03', 503], ['40', 503], ['08', 503], ['53', 503], ['57P', 503],
];

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** What to tell the caller about anything that was thrown. */
export function answerTo(error: unknown): ErrorAnswer {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    const found = answerToOne(cause);
    if (found) return found;
  }
  return error instanceof TRPCError ? answer(getHTTPStatusCodeFromError(error)) : answer(500);
}

function answerToOne(error: Error): ErrorAnswer | null {
  if (error instanceof Refusal) return answer(error.httpStatus, error.key, error.message);
  if (error instanceof ContactFileError) return answer(422, error.key, error.message);
  if (error instanceof z.ZodError) return { ...answer(400), fieldErrors: fieldErrors(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const raised = /^VC([45]\d\d)$/.exec(code);
  if (raised) return answer(Number(raised[1]), error.message, 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined);
  if (NETWORK.has(code) || error.constructor.name === 'ConnectionError' || error.constructor.name === 'BackendTerminatedError') return answer(503);
  const status = /^[0-9A-Z]{5}$/.test(code) ? SQLSTATES.find(([prefix]) => code.startsWith(prefix))?.[1] : undefined;
  if (status !== undefined) return answer(status);
  const httpStatus = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0; // Fastify's own
  return httpStatus >= 400 && httpStatus < 500 ? answer(httpStatus) : null;
}

/** From 500 on the sentence is fixed: whatever an error says of our inside is not for callers. */
function answer(httpStatus: number, key?: string, hint?: string): ErrorAnswer {
  const status = CODES[httpStatus] ? httpStatus : httpStatus >= 400 && httpStatus < 500 ? 400 : 500;
  const [usualKey, usualHint] = SENTENCES[status] ?? SENTENCES[400] ?? ['', ''];
  const code = CODES[status] ?? 'INTERNAL_SERVER_ERROR';
  if (status >= 500) return { code, httpStatus: status, key: usualKey, hint: usualHint, fieldErrors: null };
  return { code, httpStatus: status, key: key ?? usualKey, hint: hint ?? usualHint, fieldErrors: null };
}

function fieldErrors(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const name = issue.path.length === 0 ? (issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : '') : String(issue.path[0]);
    (fields[name] ??= []).push(issue.message);
  }
  return fields;
}

/** The SQLSTATE of anything that was thrown, or null. */
export function sqlState(error: unknown): string | null {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++)
    if ('code' in cause && typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code)) return cause.code;
  return null;
}

/** How loud an answer is in the log: people mistype and sign out; the rest deserves a look. */
export function logLevelOf(httpStatus: number): 'info' | 'warn' | 'error' {
  if (httpStatus >= 500) return 'error';
  return httpStatus === 401 || httpStatus === 404 ? 'info' : 'warn';
}
