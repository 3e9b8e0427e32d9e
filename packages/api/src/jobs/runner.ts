// graphile-worker inside the worker process.
import { Logger as JobLogger, type Runner, run } from 'graphile-worker';
import type { Logger } from 'pino';
import { crontab } from './crontab.ts';
import { taskList } from './index.ts';
import type { JobServices } from './run-function.ts';

const JOBS_AT_ONCE = 4;

/** `connectionString` must not go through a transaction pooler: the runner listens for new jobs. */
export function startJobs(connectionString: string, services: JobServices, log: Logger): Promise<Runner> {
  return run({
    connectionString,
    taskList: taskList(services),
    crontab,
    concurrency: JOBS_AT_ONCE,
    noHandleSignals: true,
    pollInterval: 5000, // a new job is notified; this serves those that are due later
    logger: new JobLogger(() => (level, message) => log[level === 'warning' ? 'warn' : level === 'info' ? 'debug' : level](message)),
  });
}
