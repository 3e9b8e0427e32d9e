// The pages of the reference: an entry page, one per area, and those that cut across.
import type { Body } from './bodies.ts';
import { printDiagram } from './diagrams.ts';
import { type Facts, type Relation, qualified } from './facts.ts';
import { errorsOf, printFunctions } from './functions.ts';
import { printJobs } from './jobs.ts';
import { HEAD, list, table, untagged } from './markdown.ts';
import { printPatterns } from './patterns.ts';
import { printQueries, printWorkflows } from './prose.ts';
import { printPrivilegePage } from './rights.ts';
import { readBodies } from './state-writes.ts';
import { printStates } from './states.ts';
import { linkTo, printRelation } from './tables.ts';
import { printTriggers } from './triggers.ts';

const ABOUT: Readonly<Record<string, string>> = {
  accounts: 'Tenants, sessions, sign-in, the audit log.', agents: 'Voice agents and telephone numbers.', analytics: 'Rollups, figures, views for people.',
  calls: 'Calls, transcripts, what the provider reports.', campaigns: 'Campaigns, their life and their hours.', contacts: 'People, imports, opt-outs.',
  credits: 'Balance, ledger, holds.', dialing: 'Queue, lanes, slots, attempts, the claim.', integrations: 'Accounts at providers.', integrity: 'What must always be empty, and reports.',
  leads: 'What the analysis found, follow-ups, customers.', meetings: 'Appointments.', notifications: 'What people are told.', platform: 'Settings, jobs, live events, health.',
};

const inArea = (facts: Facts, area: string): Relation[] => facts.relations.filter((each) => facts.areaOf.get(qualified(each)) === area);

function printArea(facts: Facts, bodies: ReadonlyMap<string, Body>, area: string): string {
  const relations = inArea(facts, area);
  const of = (...kinds: Relation['kind'][]): Relation[] => relations.filter((each) => kinds.includes(each.kind));
  const section = (title: string, these: readonly Relation[]): string => (these.length === 0 ? '' : `## ${title}\n\n${these.map((each) => printRelation(facts, bodies, each)).join('')}`);
  return [
    // no relation is called so, or links to it would end here
    HEAD, `# Area ${area}\n\n${ABOUT[area] ?? ''}\n\n`, section('Tables', of('table')), section('Views', of('view')), section('Materialized views', of('materialized view')),
    printFunctions(facts, facts.functions.filter((each) => facts.areaOf.get(qualified(each)) === area)), printDiagram(facts, area),
  ].join('');
}

function printEntry(facts: Facts): string {
  const count = (kind: Relation['kind']): number => facts.relations.filter((each) => each.kind === kind).length;
  const triggers = facts.relations.reduce((sum, each) => sum + each.triggers.length, 0);
  return [
    HEAD, '# The database\n\n',
    `**Tables**: ${String(count('table'))} | **Views**: ${String(count('view'))} | **Materialized views**: ${String(count('materialized view'))} | **Functions**: ${String(facts.functions.length)} | **Triggers**: ${String(triggers)}\n\n`,
    'The same as data: [schema.json](schema.json). The SQL of every object: [db/sql](../sql), a file each.\n\n',
    list('Across the areas', [
      '[Patterns](patterns.md): isolation, deletion, local time', '[Workflows](workflows.md): what follows what', '[State machines](states.md) of calls, attempts, queue, campaigns, meetings',
      '[Triggers](triggers.md) by kind', '[Common queries](queries.md), each run by a test', '[Jobs](jobs.md), scheduled and enqueued', '[Settings](settings.md): limits, durations, prices', '[Privileges](privileges.md): who may do what',
    ]),
    '## Schemas\n\n', table(['Schema', 'What it is for'], facts.schemas.map((schema) => [schema.name, schema.comment ?? ''])),
    '## Areas\n\n',
    ...facts.areas.map((area) => `### [${area}](${area}.md)\n\n${ABOUT[area] ?? ''}\n\n${table(['Relation', 'Kind', 'Purpose'], inArea(facts, area).map((each) => [linkTo(facts, each), each.kind, untagged(each.comment)]))}`),
  ].join('');
}

const printSettings = (facts: Facts): string =>
  `${HEAD}# Settings\n\nThe rows of system_config as the migrations leave them.\n\n${table(['Setting', 'Value', 'Meaning'], facts.settings.map((setting) => [setting.key, setting.value, setting.description ?? '']))}`;

function printJson(facts: Facts): string {
  const { areaOf, ...rest } = facts;
  const data = { ...rest, areas: undefined }; // each object names its own
  const area = (each: { schema: string; name: string }): string => areaOf.get(qualified(each)) ?? 'platform';
  const relations = data.relations.map((each) => ({ area: area(each), ...each }));
  const functions = data.functions.map(({ source, ...each }) => ({ area: area(each), ...each, raises: errorsOf({ ...each, source }) }));
  return `${JSON.stringify({ ...data, relations, functions }, undefined, 1)}\n`;
}

/** Every file of db/schema by its name. The same facts give the same bytes. */
export function printReference(facts: Facts): Map<string, string> {
  const bodies = readBodies(facts);
  return new Map([
    ['README.md', printEntry(facts)],
    ...facts.areas.map((area): [string, string] => [`${area}.md`, printArea(facts, bodies, area)]),
    ['patterns.md', printPatterns(facts)],
    ['workflows.md', printWorkflows(facts)],
    ['states.md', printStates(facts, bodies)],
    ['triggers.md', printTriggers(facts, bodies)],
    ['queries.md', printQueries(facts)],
    ['jobs.md', printJobs(facts, bodies)],
    ['settings.md', printSettings(facts)],
    ['privileges.md', printPrivilegePage(facts)],
    ['schema.json', printJson(facts)],
  ]);
}
