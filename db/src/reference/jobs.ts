// Jobs: when they run or who enqueues them, and what they call.
import type { Body } from './bodies.ts';
import { effectsOf, enqueuersOf, refreshersOf } from './effects.ts';
import { type Facts, qualified } from './facts.ts';
import { HEAD, code, list, table } from './markdown.ts';

/** A schedule in words, for the forms that the crontab uses; others are shown as they are. */
export function inWords(schedule: string): string {
  const [minute = '', hour = '', ...days] = schedule.split(' ');
  if (days.some((field) => field !== '*')) return schedule;
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (hour === '*') return minute === '*' ? 'every minute' : every !== undefined ? `every ${every} minutes` : /^\d+$/.test(minute) ? `every hour at :${minute.padStart(2, '0')}` : schedule;
  return /^\d+$/.test(minute) && /^\d+$/.test(hour) ? `daily at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` : schedule;
}

export function printJobs(facts: Facts, bodies: ReadonlyMap<string, Body>): string {
  const comment = (name: string): string => facts.functions.find((each) => qualified(each) === name)?.comment ?? '';
  const rows = (these: Facts['jobs'], when: (job: Facts['jobs'][number]) => string): string[][] => these.map((job) => [job.task, when(job), code(job.runs), comment(job.runs)]);
  const scheduled = facts.jobs.filter((job) => job.schedule !== null);
  const enqueued = facts.jobs.filter((job) => enqueuersOf(bodies, job.task).length > 0);
  return [
    HEAD, '# Jobs\n\nA job is a loop around one function; it may run twice and be killed anywhere. What the worker does all the time (claim, dial, apply events, confirm, promote, reconcile) is no job but a loop of [packages/api/src/dialing](../../packages/api/src/dialing/loops.ts).\n\n',
    '## Scheduled jobs\n\nTimes are UTC.\n\n', table(['Job', 'Runs', 'Function', 'Meaning'], rows(scheduled, (job) => `${inWords(job.schedule ?? '')} (${code(job.schedule ?? '')})`)),
    '## Jobs that functions enqueue\n\nIn the transaction that makes them necessary.\n\n', table(['Job', 'Enqueued by', 'Function', 'Meaning'], rows(enqueued, (job) => enqueuersOf(bodies, job.task).map(code).join(', '))),
  ].join('');
}

/** What brings a materialized view up to date: the functions that refresh it, the jobs that run those, and the triggers that write down for them what is old. */
export function refreshOf(facts: Facts, bodies: ReadonlyMap<string, Body>, view: string): string {
  const functions = refreshersOf(bodies, view);
  const jobs = facts.jobs.filter((job) => effectsOf(bodies, job.runs).writes.has(view)).map((job) => `${job.task}${job.schedule === null ? '' : ` (${inWords(job.schedule)})`}`);
  const notes = new Set(functions.flatMap((name) => [...effectsOf(bodies, name).writes]).filter((name) => name !== view));
  const triggers = facts.relations.flatMap((relation) => relation.triggers.flatMap((trigger) => {
    const noted = [...effectsOf(bodies, trigger.function).writes].filter((name) => notes.has(name));
    return noted.length === 0 ? [] : [`${trigger.name} on ${relation.name} (${trigger.event}) writes ${noted.join(', ')}`];
  }));
  return `**Refreshed**: by ${functions.map(code).join(', ') || 'nothing'}${jobs.length > 0 ? `, in the job ${jobs.join(', ')}` : ''}\n\n${list('Triggers that note what is to be refreshed', triggers)}`;
}
