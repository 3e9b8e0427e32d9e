// The pages of the reference: an entry page, one per area, and those that cut across.
import { readFileSync } from 'node:fs';
import { PlainError } from '@callgres/shared/plain-error';
import { printDiagram } from './diagrams.ts';
import { type Facts, type Relation, type Trigger, qualified } from './facts.ts';
import { printFunctions } from './functions.ts';
import { HEAD, code, fence, list, table } from './markdown.ts';
import { printStates } from './states.ts';
import { headingOf, linkTo, printRelation } from './tables.ts';

const ABOUT: Readonly<Record<string, string>> = {
  accounts: 'Tenants, sessions, sign-in, the audit log.', agents: 'Voice agents and telephone numbers.', analytics: 'Rollups, figures, views for people.',
  calls: 'Calls, transcripts, what the provider reports.', campaigns: 'Campaigns, their life and their hours.', contacts: 'People, imports, opt-outs.',
  credits: 'Balance, ledger, holds.', dialing: 'Queue, lanes, slots, attempts, the claim.', integrity: 'What must always be empty, and reports.',
  leads: 'What the analysis found, follow-ups, customers.', meetings: 'Appointments.', notifications: 'What people are told.', platform: 'Settings, jobs, live events, health.',
};

const WORKFLOWS = readFileSync(new URL('workflows.md', import.meta.url), 'utf8');

const inArea = (facts: Facts, area: string): Relation[] => facts.relations.filter((each) => facts.areaOf.get(qualified(each)) === area);

function printArea(facts: Facts, area: string): string {
  const relations = inArea(facts, area);
  const of = (...kinds: Relation['kind'][]): Relation[] => relations.filter((each) => kinds.includes(each.kind));
  const section = (title: string, these: readonly Relation[]): string => (these.length === 0 ? '' : `## ${title}\n\n${these.map((each) => printRelation(facts, each)).join('')}`);
  return [
    HEAD, `# ${area}\n\n${ABOUT[area] ?? ''}\n\n`, section('Tables', of('table')), section('Views', of('view')), section('Materialized views', of('materialized view')),
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
      '[Triggers](triggers.md) by kind', '[Common queries](queries.md), each run by a test', '[Scheduled jobs](jobs.md)', '[Privileges](privileges.md): who may do what',
    ]),
    '## Schemas\n\n', table(['Schema', 'What it is for'], facts.schemas.map((schema) => [schema.name, schema.comment ?? ''])),
    '## Areas\n\n',
    ...facts.areas.map((area) => `### [${area}](${area}.md)\n\n${ABOUT[area] ?? ''}\n\n${table(['Relation', 'Kind', 'Purpose'], inArea(facts, area).map((each) => [linkTo(facts, each), each.kind, each.comment ?? '']))}`),
  ].join('');
}

const KINDS: readonly (readonly [title: string, is: (trigger: Trigger) => boolean])[] = [
  ['Timestamp updates', (trigger) => trigger.function === 'public.update_updated_at_column'],
  ['Refusals and values, before the write', (trigger) => trigger.timing === 'before'],
  ['Rollups and counters', (trigger) => /roll_up|scores|statistics|count_call|restamp|kpi/.test(trigger.function)],
  ['Other consequences, after the write', () => true],
];

function printTriggers(facts: Facts): string {
  const all = facts.relations.flatMap((relation) => relation.triggers.map((trigger) => ({ relation, trigger, kind: KINDS.findIndex(([, is]) => is(trigger)) })));
  const rows = (kind: number): string[][] => all.filter((each) => each.kind === kind).map(({ relation, trigger }) => [trigger.name, headingOf(relation), `${trigger.timing} ${trigger.event}, per ${trigger.level}`, code(trigger.function), trigger.comment ?? '']);
  return `${HEAD}# Triggers\n\nTriggers of one table and event fire in the order of their names, and that is the order in which rows are locked.\n\n${KINDS.map(([title], kind) => `## ${title}\n\n${table(['Trigger', 'Table', 'When', 'Function', 'Meaning'], rows(kind))}`).join('')}`;
}

function printPatterns(facts: Facts): string {
  const tables = facts.relations.filter((each) => each.kind === 'table' && each.schema === 'public');
  const having = (test: (relation: Relation) => boolean): string => tables.filter(test).map((each) => each.name).join(', ');
  const keys = tables.flatMap((relation) => relation.constraints.filter((each) => each.type === 'foreign key').map((key) => ({ relation, key })));
  const by = (action: string): string[] => keys.filter(({ key }) => key.onDelete === action).map(({ relation, key }) => `${key.references ?? ''} → ${relation.name} (${key.columns.join(', ')})`);
  const column = (name: string) => (relation: Relation): boolean => relation.columns.some((each) => each.name === name);
  return [
    HEAD, '# Patterns\n\n## Isolation of tenants\n\n',
    list('Rules', [
      `Tables of a tenant carry \`user_id\`: ${having(column('user_id'))}`,
      `Tables without a tenant: ${having((relation) => !column('user_id')(relation))}`,
      `Row security forced, also on the owner: ${having((relation) => relation.rowSecurity === 'forced')}`,
      `Keys between tenants carry user_id, so a row cannot refer to another tenant's: ${String(keys.filter(({ key }) => key.columns.length > 1 && key.columns.includes('user_id')).length)} of ${String(keys.filter(({ key }) => key.references !== 'public.users').length)} foreign keys that do not refer to the tenant itself`,
    ]),
    '## What a deletion does\n\n', list('CASCADE: the child goes too', by('cascade')), list('SET NULL: the child stays', by('set null')), list('RESTRICT: the deletion is refused', by('restrict')),
    list('Other patterns', [
      `Soft deletion by \`deleted_at\`: ${having(column('deleted_at')) || 'none yet'}`,
      `\`updated_at\` kept by a trigger: ${having((relation) => relation.triggers.some((trigger) => trigger.function === 'public.update_updated_at_column'))}`,
      `Local day and hour of the tenant: ${having(column('local_date'))}`,
      `Computed by the database from other columns: ${tables.flatMap((relation) => relation.columns.filter((each) => each.generated).map((each) => `${relation.name}.${each.name}`)).join(', ')}`,
    ]),
  ].join('');
}

/** Workflows are prose, and prose grows old: every object they name must exist. */
export function checkedWorkflows(facts: Facts, text = WORKFLOWS): string {
  const known = new Set([...facts.relations.map(qualified), ...facts.functions.map(qualified), ...facts.relations.flatMap((each) => each.columns.map((column) => `${each.name}.${column.name}`))]);
  const unknown = [...text.matchAll(/`([a-z_]+\.[a-z_0-9]+)`/g)].map((found) => found[1] ?? '').filter((name) => !known.has(name));
  if (unknown.length > 0) throw new PlainError(`db/src/reference/workflows.md names what does not exist: ${unknown.join(', ')}.`);
  return `${HEAD}# Workflows\n\n${text}`;
}

function printPrivilegePage(facts: Facts): string {
  const roles = ['app_api', 'app_user', 'app_worker', 'app_definer'];
  const rows = facts.privileges.map((line) => {
    const [object = '', rights = ''] = line.split(/: (.*)/s);
    const of = new Map(rights.split('; ').map((right) => [right.split(' ')[0] ?? '', right.split(' ').slice(1).join(' ')]));
    return [object, ...roles.map((role) => of.get(role) ?? '')];
  });
  const kinds = [['Schemas', 'schema'], ['Relations', 'table|view|materialized|sequence'], ['Functions', 'function']] as const;
  return `${HEAD}# Privileges\n\nWhat a role may do with an object, whatever row security then shows of it. app_api: the API's login before somebody has signed in; app_user: with a session; app_worker: the worker's login; app_definer: owner of the functions that act for others. PUBLIC has nothing.\n\n${kinds.map(([title, kind]) => `## ${title}\n\n${table(['Object', ...roles], rows.filter(([object = '']) => new RegExp(`^(${kind})`).test(object)))}`).join('')}`;
}

/** Every file of db/schema by its name. The same facts give the same bytes. */
export function printReference(facts: Facts): Map<string, string> {
  const { areaOf, privileges, ...data } = facts;
  const withArea = <T extends { schema: string; name: string }>(each: T): T & { area: string } => ({ area: areaOf.get(qualified(each)) ?? 'platform', ...each });
  const json = { ...data, relations: data.relations.map(withArea), functions: data.functions.map((each) => withArea({ ...each, source: undefined })), privileges };
  return new Map([
    ['README.md', printEntry(facts)],
    ...facts.areas.map((area): [string, string] => [`${area}.md`, printArea(facts, area)]),
    ['patterns.md', printPatterns(facts)],
    ['workflows.md', checkedWorkflows(facts)],
    ['states.md', printStates(facts)],
    ['triggers.md', printTriggers(facts)],
    ['queries.md', `${HEAD}# Common queries\n\nEach is a file of [db/queries](../queries) and is run by a test.\n\n${facts.queries.map((query) => `## ${query.title}\n\n${query.about}\n\n${fence('sql', query.sql)}`).join('')}`],
    ['jobs.md', `${HEAD}# Jobs\n\nTimes are UTC. A job is a loop around one function; it may run twice and be killed anywhere.\n\n${table(['Job', 'Runs', 'Function'], facts.jobs.map((job) => [job.task, job.schedule, code(job.runs)]))}`],
    ['privileges.md', printPrivilegePage(facts)],
    ['schema.json', `${JSON.stringify(json, undefined, 1)}\n`],
  ]);
}
