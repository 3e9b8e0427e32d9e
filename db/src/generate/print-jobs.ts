import { header, list, literal } from './layout.ts';
import type { Model } from './model.ts';

export function printJobs(model: Model): string {
  return (
    `${header('the calls of public.add_job in all functions')}\n` +
    '/** The tasks that the database enqueues; packages/api/src/jobs has a file for each. */\n' +
    `${list('export const jobNames = ', model.jobs.map(literal), ' as const;')}\nexport type JobName = (typeof jobNames)[number];\n`
  );
}
