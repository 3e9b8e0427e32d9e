// What no catalog knows is written by hand, and grows old: every name in it must exist.
import { readFileSync } from 'node:fs';
import { PlainError } from '@callgres/shared/plain-error';
import { type Facts, qualified } from './facts.ts';
import { HEAD, fence } from './markdown.ts';
import { rolesFor } from './rights.ts';
import { wordsOf } from './tables.ts';

const WORKFLOWS = readFileSync(new URL('workflows.md', import.meta.url), 'utf8');

/** Gives the text back when everything in backticks is a relation, function, column, word, trigger, constraint, job or setting of ours. */
export function checked(facts: Facts, text: string, where: string): string {
  const names = new Set([
    ...facts.relations.flatMap((each) => [qualified(each), each.name, ...each.columns.flatMap((column) => [column.name, `${each.name}.${column.name}`, ...wordsOf(each, column.name)]), ...each.triggers.map((trigger) => trigger.name), ...each.constraints.map((constraint) => constraint.name)]),
    ...facts.functions.flatMap((each) => [qualified(each), each.name]),
    ...facts.jobs.map((job) => job.task),
    ...facts.settings.map((setting) => setting.key),
  ]);
  const unknown = [...text.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '').filter((name) => !names.has(name));
  if (unknown.length > 0) throw new PlainError(`${where} names what does not exist: ${unknown.join(', ')}.`);
  return text;
}

export const printWorkflows = (facts: Facts, text = WORKFLOWS): string => `${HEAD}# Workflows\n\n${checked(facts, text, 'db/src/reference/workflows.md')}`;

export const printQueries = (facts: Facts): string =>
  `${HEAD}# Common queries\n\nEach is a file of [db/queries](../queries) and is run by a test, as each of the roles it names.\n\n${facts.queries
    .map((query) => `## ${query.title}\n\n${query.about}\n\n**Runs as**: ${rolesFor(facts, query.sql).join(', ')} · **File**: [${query.name}.sql](../queries/${query.name}.sql)\n\n${fence('sql', query.sql)}`)
    .join('')}`;
