// Answers of 400 to 599, kept in failure_logs so that a report of "it did not work" can be followed. Written together once a
// second and not one by one: whoever sends what is refused must not be able to keep the database busy with it.
import { recordFailures } from '@callgres/shared';
import type { FastifyBaseLogger } from 'fastify';
import { callOn } from './call.ts';
import type { DatabasePool } from './database.ts';
import { type ErrorAnswer, sqlState } from './errors.ts';
import { type Json, fieldNames, redact } from './redact.ts';
import { sha256 } from './session-cookie.ts';

const EVERY_MS = 1000;
/** In one interval; what is beyond it is counted in the log. */
const MOST = 50;

export interface Failure {
  /** Procedure, or path of the route without what it names. */
  endpoint: string;
  method: string;
  error: unknown;
  answer: ErrorAnswer;
  /** What was sent, as far as it was read; undefined for nothing. */
  input: unknown;
  durationMs: number;
  requestId: string;
  token: string | null;
}

export class FailureLog {
  readonly #pool: DatabasePool;
  readonly #log: FastifyBaseLogger;
  #waiting: Json[] = [];
  #dropped = 0;
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(pool: DatabasePool, log: FastifyBaseLogger) {
    this.#pool = pool;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), EVERY_MS);
    this.#timer.unref();
  }

  note(failure: Failure): void {
    if (this.#waiting.length >= MOST) this.#dropped++;
    else this.#waiting.push(rowOf(failure));
  }

  /** Writes what waits. An error is logged and no more: there is nobody to tell. */
  flush(): Promise<void> {
    const [failures, dropped] = [this.#waiting, this.#dropped];
    [this.#waiting, this.#dropped] = [[], 0];
    if (dropped > 0) this.#log.warn({ dropped }, 'more requests failed at once than are written down');
    if (failures.length > 0)
      this.#writing = this.#writing.then(async () => {
        await callOn(this.#pool, recordFailures, { failures }).catch((error: unknown) => this.#log.error({ err: error, failures: failures.length }, 'failed requests were not written down'));
      });
    return this.#writing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}

/** One element of the argument of api.record_failures. */
function rowOf({ endpoint, method, error, answer, input, durationMs, requestId, token }: Failure): Json {
  return {
    endpoint: endpoint.replace(/[^\w./:*-]/g, '?').slice(0, 200),
    method, status_code: answer.httpStatus, error_message: answer.key,
    error_stack: answer.httpStatus >= 500 ? framesOf(error) : null,
    request_body: input === undefined ? null : redact(input),
    response_body: { key: answer.key, fields: fieldNames(Object.keys(answer.fieldErrors ?? {})) },
    duration_ms: Math.round(durationMs), request_id: requestId, session_hash: token === null ? null : sha256(token),
  };
}

/** Where it happened. Not what the error says: a message of the database quotes the values of the row at fault. */
function framesOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const state = sqlState(error);
  const origin = error.cause instanceof Error ? error.cause : error;
  const frames = (origin.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${origin.name}${state === null ? '' : ` (SQLSTATE ${state})`}`, ...frames.slice(0, 30)].join('\n');
}
