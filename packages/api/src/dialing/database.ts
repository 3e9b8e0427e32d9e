// The functions that the worker may call, as functions of TypeScript. Each is one statement in a transaction of its
// own; app_worker may execute these and touch no table.
import pg from 'pg';
import { z } from 'zod';

export type WorkerPool = pg.Pool;

export function openWorkerPool(connectionString: string, size: number, onError: (error: unknown) => void): WorkerPool {
  const pool = new pg.Pool({ connectionString, max: size, idleTimeoutMillis: 60_000, connectionTimeoutMillis: 5_000, keepAlive: true });
  pool.on('error', onError); // an idle connection was cut: the next statement gets a fresh one
  return pool;
}

const attempt = z.object({ attempt_id: z.uuid() });
const dial = z.object({
  ms_left: z.number(),
  bolna_agent_id: z.string(),
  recipient_phone_number: z.string(),
  from_phone_number: z.string().nullable(),
  user_data: z.record(z.string(), z.unknown()),
});
export type Dial = z.infer<typeof dial>;
const toConfirm = z.object({ execution_id: z.string(), bolna_agent_id: z.string() });
const reconciliation = z.object({ reconciliation_id: z.string(), bolna_agent_id: z.string(), window_from: z.date(), window_to: z.date() });
export type Reconciliation = z.infer<typeof reconciliation>;

/** What came back from a request to place a call, as it was; what it means is decided in SQL. */
export interface DialAnswer {
  httpStatus: number | null;
  transportError: string | null;
  executionId: string | null;
  message: string | null;
  retryAfterSeconds: number | null;
}

async function rows<T extends z.ZodType>(pool: WorkerPool, row: T, text: string, values: unknown[]): Promise<z.output<T>[]> {
  const result = await pool.query<Record<string, unknown>>(text, values);
  return z.array(row).parse(result.rows);
}

async function value<T extends z.ZodType>(pool: WorkerPool, schema: T, text: string, values: unknown[] = []): Promise<z.output<T>> {
  const result = await pool.query<{ value: unknown }>(text, values);
  return schema.parse(result.rows[0]?.value);
}

/** Reserves at most `want` calls for this worker; returns the attempts. */
export async function claimCalls(pool: WorkerPool, workerId: string, want: number): Promise<string[]> {
  const claimed = await rows(pool, attempt, 'select attempt_id from public.claim_calls(p_worker_id => $1, p_want => $2)', [workerId, want]);
  return claimed.map((row) => row.attempt_id);
}

/** Asks for the right to send, once. Undefined: this attempt must not be sent. `ms_left` counts from before the question. */
export async function fenceAttempt(pool: WorkerPool, attemptId: string, workerId: string): Promise<Dial | undefined> {
  const found = await rows(
    pool, dial,
    'select ms_left, bolna_agent_id, recipient_phone_number, from_phone_number, user_data from public.fence_attempt(p_attempt_id => $1, p_worker_id => $2)',
    [attemptId, workerId],
  );
  return found[0];
}

/** Notes the answer; returns the state the attempt is in now. Repeating it changes nothing. */
export function recordDialAnswer(pool: WorkerPool, attemptId: string, workerId: string, answer: DialAnswer): Promise<string> {
  return value(
    pool, z.string(),
    `select public.record_dial_answer(p_attempt_id => $1, p_worker_id => $2, p_http_status => $3, p_transport_error => $4,
       p_execution_id => $5, p_message => $6, p_retry_after_seconds => $7) as value`,
    [attemptId, workerId, answer.httpStatus, answer.transportError, answer.executionId, answer.message, answer.retryAfterSeconds],
  );
}

const count = z.number().int();
/** Attempts whose lease has run out; returns how many. */
export const expireAttempts = (pool: WorkerPool): Promise<number> => value(pool, count, 'select public.expire_attempts() as value');
/** Queue items whose time has come; returns how many. */
export const promoteDueItems = (pool: WorkerPool): Promise<number> => value(pool, count, 'select public.promote_due_items() as value');
/** Mends what a lost wake-up would leave behind; returns how much. */
export const dispatchSweep = (pool: WorkerPool): Promise<number> => value(pool, count, 'select public.dispatch_sweep() as value');
/** Applies at most `limit` stored events; returns how many. */
export const applyCallEvents = (pool: WorkerPool, applier: number, limit: number): Promise<number> =>
  value(pool, count, 'select public.apply_call_events(p_limit => $1, p_applier => $2) as value', [limit, applier]);

const alone = z.object({ looked_at: z.number().int(), put_aside: z.string().nullable() });
/** The next event by itself; `put_aside` is its id when it can never be applied and does not stand in the way any more. */
export async function applyEventAlone(pool: WorkerPool, applier: number): Promise<{ lookedAt: number; putAside: string | null }> {
  const [found] = await rows(pool, alone, 'select looked_at, put_aside from public.apply_event_alone(p_applier => $1)', [applier]);
  return { lookedAt: found?.looked_at ?? 0, putAside: found?.put_aside ?? null };
}

/** Calls about which the provider is to be asked now; being listed puts the next question off. */
export async function listCallsToConfirm(pool: WorkerPool, limit: number): Promise<string[]> {
  const found = await rows(pool, toConfirm, 'select execution_id, bolna_agent_id from public.list_calls_to_confirm(p_limit => $1)', [limit]);
  return found.map((row) => row.execution_id);
}

/** Stores what the provider answered about an execution. */
export async function storePulledExecution(pool: WorkerPool, executionId: string, httpStatus: number, body: string | null): Promise<void> {
  await pool.query('select public.store_pulled_execution(p_execution_id => $1, p_http_status => $2, p_body => $3)', [executionId, httpStatus, body]);
}

/** Agents whose calls are to be listed now, with the window of the listing. */
export const startReconciliations = (pool: WorkerPool): Promise<Reconciliation[]> =>
  rows(pool, reconciliation, 'select reconciliation_id, bolna_agent_id, window_from, window_to from public.start_reconciliations()', []);

/** Of the listed executions, those that must be looked at. */
export async function noteListedExecutions(pool: WorkerPool, reconciliationId: string, executionIds: string[]): Promise<string[]> {
  const found = await rows(
    pool, z.object({ execution_id: z.string() }),
    'select execution_id from public.note_listed_executions(p_reconciliation_id => $1, p_execution_ids => $2) as listed (execution_id)',
    [reconciliationId, executionIds],
  );
  return found.map((row) => row.execution_id);
}

/** Ends a listing; only a complete one may write attempts off. Returns how many it did. */
/** `httpStatus` is the answer that broke the listing off; null when it was read to its end or nothing came. */
export const finishReconciliation = (pool: WorkerPool, reconciliationId: string, complete: boolean, httpStatus: number | null): Promise<number> =>
  value(pool, count, 'select public.finish_reconciliation(p_reconciliation_id => $1, p_complete => $2, p_http_status => $3) as value', [reconciliationId, complete, httpStatus]);

export async function beatWorker(pool: WorkerPool, workerId: string): Promise<void> {
  await pool.query('select public.beat_worker(p_worker_id => $1, p_process_id => $2)', [workerId, process.pid]);
}

/** Says which jobs this worker has; null for a job without schedule. */
export async function announceJobs(pool: WorkerPool, schedules: Readonly<Record<string, string | null>>): Promise<void> {
  await pool.query('select public.announce_jobs($1)', [JSON.stringify(schedules)]);
}

/** Raises when the numbers of the installation contradict each other. */
export async function assertDialSettings(pool: WorkerPool): Promise<void> {
  await pool.query('select public.assert_dial_settings()');
}

/** The numbers by which the worker runs, from system_config. */
export async function getWorkerSettings(pool: WorkerPool): Promise<Readonly<Record<string, number>>> {
  return value(pool, z.record(z.string(), z.coerce.number()), 'select public.get_worker_settings() as value');
}
