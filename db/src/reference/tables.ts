// Tables and views as the reference shows them.
import type { Body } from './bodies.ts';
import { type Column, type Constraint, type Facts, type Relation, qualified } from './facts.ts';
import { refreshOf } from './jobs.ts';
import { anchor, code, fence, list, shortTypes, table, untagged } from './markdown.ts';

/** Words of a CHECK list over one column. */
export function wordsOf(relation: Relation, column: string): string[] {
  const check = relation.constraints.find((each) => each.type === 'check' && each.columns.length === 1 && each.columns[0] === column && /= ANY|^CHECK \(\(\(\w+\)::text = '/.test(each.definition));
  return check === undefined ? [] : [...check.definition.matchAll(/'([^']+)'::character varying|'([^']+)'::text/g)].map((found) => found[1] ?? found[2] ?? '');
}

function constraintsOf(relation: Relation, column: Column): string {
  const of = (type: Constraint['type']): Constraint[] => relation.constraints.filter((each) => each.type === type && each.columns.includes(column.name));
  const words = wordsOf(relation, column.name);
  return [
    ...(of('primary key').length > 0 ? ['PK'] : []),
    ...of('foreign key').filter((key) => key.columns[0] === column.name || !key.columns.includes('user_id') || column.name !== 'user_id').map((key) => `FK → ${key.references ?? ''} (${key.onDelete ?? ''})`),
    ...of('unique').filter((key) => key.columns.length === 1).map(() => 'UNIQUE'),
    ...(words.length > 0 ? [`CHECK: ${words.join(' / ')}`] : of('check').filter((check) => check.columns.length === 1).map((check) => check.definition.replace(/^CHECK /, 'CHECK '))),
    ...(column.generated ? ['GENERATED'] : []),
    ...(column.identity ? ['IDENTITY'] : []),
  ].join('; ');
}

const shownDefault = (column: Column): string => (column.default === null || column.generated ? '-' : code(column.default.replaceAll(/::[a-z ]+(\[\])?/g, '')));

/** Tables whose rows go, or lose their reference, with a row of this one. */
const childrenOf = (facts: Facts, relation: Relation): string[] =>
  facts.relations.flatMap((other) => other.constraints.filter((key) => key.references === qualified(relation)).map((key) => `${qualified(other)} by (${key.columns.join(', ')}): ${key.onDelete ?? ''}`));

function printTable(facts: Facts, relation: Relation): string {
  const several = (type: Constraint['type']): Constraint[] => relation.constraints.filter((each) => each.type === type && each.columns.length !== 1);
  return [
    `**Purpose**: ${untagged(relation.comment)}\n\n`,
    table(
      ['Column', 'Type', 'Nullable', 'Default', 'Constraints', 'Meaning'],
      relation.columns.map((column) => [column.name, shortTypes(column.type), column.nullable ? 'YES' : 'NO', shownDefault(column), constraintsOf(relation, column), untagged(column.comment)]),
    ),
    list('Unique constraints', several('unique').map((each) => `${each.name}: ${each.definition.replace('UNIQUE ', '')}`)),
    list('Checks over several columns', several('check').map((each) => `${each.name}: ${code(each.definition.replace(/^CHECK /, ''))}`)),
    list('Foreign keys', relation.constraints.filter((each) => each.type === 'foreign key').map((each) => `${each.name}: (${each.columns.join(', ')}) → ${each.references ?? ''}, on delete ${each.onDelete ?? ''}`)),
    list('Indexes', relation.indexes.map((each) => `${each.name}: ${each.unique ? 'unique ' : ''}${code(each.definition)}${each.ofConstraint ? ' (of a constraint)' : ''}`)),
    list('Triggers', relation.triggers.map((each) => `${each.name} (${each.timing} ${each.event}, per ${each.level}) → ${each.function}: ${each.comment ?? ''}`)),
    `**Row security**: ${relation.rowSecurity}\n\n`,
    list('Policies', relation.policies.map((each) => `${each.name}: ${each.command} for ${each.roles.join(', ')}${each.using === null ? '' : ` using ${code(each.using)}`}${each.check === null ? '' : ` check ${code(each.check)}`}. ${each.comment ?? ''}`)),
    list('Child tables', childrenOf(facts, relation)),
  ].join('');
}

/** Whose rights a view reads with, and whether conditions of the reader may run before its own. */
function rightsOfView({ options }: Relation): string {
  if (options.includes('security_invoker=true')) return 'those of the reader (security_invoker)';
  return `those of its owner, ${options.includes('security_barrier=true') ? 'as a barrier (security_barrier)' : 'without a barrier'}`;
}

function printView(facts: Facts, bodies: ReadonlyMap<string, Body>, relation: Relation): string {
  return [
    `**Purpose**: ${untagged(relation.comment)}\n\n`,
    table(['Column', 'Type', 'Meaning'], relation.columns.map((column) => [column.name, shortTypes(column.type), untagged(column.comment)])),
    list('Indexes', relation.indexes.map((each) => `${each.name}: ${each.unique ? 'unique ' : ''}${code(each.definition)}`)),
    relation.kind === 'materialized view' ? refreshOf(facts, bodies, qualified(relation)) : `**Rights**: ${rightsOfView(relation)}\n\n`,
    '<details><summary>Definition</summary>\n\n', fence('sql', relation.definition ?? ''), '</details>\n\n',
  ].join('');
}

export const headingOf = (relation: Relation): string => (relation.schema === 'public' ? relation.name : qualified(relation));

export const linkTo = (facts: Facts, relation: Relation): string => `[${headingOf(relation)}](${facts.areaOf.get(qualified(relation)) ?? 'platform'}.md#${anchor(headingOf(relation))})`;

export const printRelation = (facts: Facts, bodies: ReadonlyMap<string, Body>, relation: Relation): string =>
  `### ${headingOf(relation)}\n\n${relation.kind === 'table' ? printTable(facts, relation) : printView(facts, bodies, relation)}`;
