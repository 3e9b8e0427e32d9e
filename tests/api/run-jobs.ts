// Runs the jobs that wait, once, in this process.
import { taskList } from '@callgres/api/jobs/index';
import type { JobServices } from '@callgres/api/jobs/run-function';
import { Logger, makeWorkerUtils, runOnce } from 'graphile-worker';

const logger = new Logger(() => () => undefined);

/** Runs until no job is due. A job that failed fails the caller: its error stands in the row. */
export async function runJobs(connectionString: string, services: JobServices = {}): Promise<void> {
  await runOnce({ connectionString, taskList: taskList(services), logger, noPreparedStatements: false });
  const utils = await makeWorkerUtils({ connectionString, logger });
  try {
    const failed = await utils.withPgClient((client) => client.query<{ last_error: string }>('select last_error from graphile_worker._private_jobs where last_error is not null'));
    const error = failed.rows[0]?.last_error;
    if (error !== undefined) throw new Error(`a job failed: ${error}`);
  } finally {
    await utils.release();
  }
}
