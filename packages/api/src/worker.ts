// The worker process: dialing, events, reconciliation and jobs. Any number of them may run; SQL shares out the work.
import { readConfig } from '@callgres/shared/config';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { type WorkerPool, announceJobs, assertDialSettings, beatWorker, getWorkerSettings, openWorkerPool } from './dialing/database.ts';
import { type Pace, startDialing, usualPace } from './dialing/loops.ts';
import { sqlState } from './errors.ts';
import { jobs } from './jobs/index.ts';
import { schedules } from './jobs/crontab.ts';
import { startJobs } from './jobs/runner.ts';
import { type Listener, listen } from './listen.ts';
import type { MailSettings } from './mail/letters.ts';
import { optionsFrom, smtpSender } from './mail/transport.ts';
import { createBolnaClient } from './providers/bolna/index.ts';
import { CALENDAR_VARIABLES, type CalendarProvider, calendarProviderOf } from './providers/google-calendar/index.ts';
import { asStartFailure } from './start-failure.ts';

export interface WorkerOptions {
  databaseUrl: string;
  /** For LISTEN and graphile-worker: the same database without a pooler in between. */
  directDatabaseUrl?: string | undefined;
  bolnaBaseUrl: string;
  bolnaApiKey: string;
  /** Undefined: there is no mail server, and mail waits. */
  mail?: MailSettings | undefined;
  /** Undefined: no calendar can be connected here. */
  calendar?: CalendarProvider | undefined;
  log: Logger;
  /** What differs from the usual pace; intervals of the database's settings come before it. */
  pace?: Partial<Pace>;
}

export interface Worker {
  id: string;
  /** Claims nothing more, waits for the calls being placed (at most one request's time) and ends. */
  stop(): Promise<void>;
}

const POOL_SIZE = 20;

/** Throws when the database does not answer or its settings contradict each other; then nothing is left running. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { log } = options;
  const direct = options.directDatabaseUrl ?? options.databaseUrl;
  const pool = openWorkerPool(options.databaseUrl, POOL_SIZE, (error) => log.error({ err: error }, 'an idle connection was lost'));
  const id = randomUUID();
  await using begun = new AsyncDisposableStack();
  begun.defer(() => pool.end());

  const settings = await prepare(pool, id);
  const client = createBolnaClient({ baseUrl: options.bolnaBaseUrl, apiKey: options.bolnaApiKey, timeoutMs: settings.httpTimeoutMs });
  const runner = await startJobs(direct, { mail: options.mail, calendar: options.calendar }, log);
  begun.defer(() => runner.stop());
  const dialing = startDialing(pool, client, id, log, { ...usualPace, ...settings.pace, ...options.pace });
  begun.defer(() => dialing.stop());
  const onError = (error: unknown): void => { log.error({ err: error }, 'the connection that wakes the claim failed'); };
  const listener: Listener = await listen({ connectionString: direct, channel: 'dispatch', onWake: dialing.wake, onError });
  begun.defer(() => listener.close());

  const running = begun.move(); // ended in reverse order
  return { id, stop: () => running.disposeAsync() };
}

async function prepare(pool: WorkerPool, id: string): Promise<{ httpTimeoutMs: number; pace: Partial<Pace> }> {
  await assertDialSettings(pool).catch((error: unknown) => {
    throw sqlState(error)?.startsWith('VC') ? new PlainError(sentenceOf(error), { cause: error }) : error;
  });
  await beatWorker(pool, id);
  await announceJobs(pool, Object.fromEntries(Object.keys(jobs).map((name) => [name, schedules.get(name) ?? null])));
  const settings = await getWorkerSettings(pool);
  const number = (name: string): number => {
    const value = settings[name];
    if (value === undefined) throw new PlainError(`The setting ${name} is missing in system_config.`);
    return value;
  };
  const pace: Partial<Pace> = { heartbeatMs: number('dial.heartbeat_ms'), reconcileMs: number('dial.reconcile_ms') / 3 };
  const getsPerSecond = settings['dial.gets_per_second'];
  return { httpTimeoutMs: number('dial.http_timeout_ms'), pace: getsPerSecond === undefined ? pace : { ...pace, getsPerSecond } };
}

/** Hint and detail of an error that SQL raised for a person. */
function sentenceOf(error: unknown): string {
  const { hint, detail } = error as { hint?: string; detail?: string };
  return [hint, detail].filter((part) => part !== undefined && part !== '').join(' ');
}

async function main(): Promise<void> {
  const config = readConfig(process.env, [
    'WORKER_DATABASE_URL', 'DIRECT_DATABASE_URL', 'BOLNA_BASE_URL', 'BOLNA_API_KEY', 'PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM', 'LOG_LEVEL',
    ...CALENDAR_VARIABLES,
  ]);
  const log = pino({ level: config.LOG_LEVEL });
  const worker = await startWorker({
    databaseUrl: config.WORKER_DATABASE_URL, directDatabaseUrl: config.DIRECT_DATABASE_URL, bolnaBaseUrl: config.BOLNA_BASE_URL, bolnaApiKey: config.BOLNA_API_KEY, log,
    calendar: calendarProviderOf(config),
    mail: config.SMTP_URL === undefined ? undefined : { send: smtpSender(optionsFrom(config.SMTP_URL)), from: config.MAIL_FROM, publicUrl: config.PUBLIC_URL, tokenKey: config.TOKEN_KEY },
  }).catch((error: unknown) => {
    throw asStartFailure(error, config.WORKER_DATABASE_URL);
  });
  if (config.SMTP_URL === undefined) log.warn('SMTP_URL is not set: mail stays in the outbox');
  log.info({ worker: worker.id }, 'the worker runs');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void worker.stop().catch((error: unknown) => log.error({ err: error }, 'the worker did not end cleanly')));
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  });
