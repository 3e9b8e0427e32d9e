// Runs the jobs that wait, once, in this process.
import { Logger, makeWorkerUtils, runOnce } from 'graphile-worker';
import { jobs } from '@callgres/api/jobs/index';

export { jobs };

const logger = new Logger(() => () => undefined);

/** Runs until no job is due. A job that failed fails the caller: its error stands in the row. */
export async function runTaskListOnce(connectionString: string, taskList: typeof jobs): Promise<void> {
  await runOnce({ connectionString, taskList, logger, noPreparedStatements: false });
  const utils = await makeWorkerUtils({ connectionString, logger });
  try {
    const failed = await utils.withPgClient((client) => client.query<{ last_error: string }>('select last_error from graphile_worker._private_jobs where last_error is not null'));
    const error = failed.rows[0]?.last_error;
    if (error !== undefined) throw new Error(`a job failed: ${error}`);
  } finally {
    await utils.release();
  }
}
