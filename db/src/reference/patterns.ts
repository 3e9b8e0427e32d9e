// What recurs from table to table, each list found in the catalog.
import { type Constraint, type Facts, type Relation } from './facts.ts';
import { HEAD, code, list } from './markdown.ts';

const column = (name: string) => (relation: Relation): boolean => relation.columns.some((each) => each.name === name);

export function printPatterns(facts: Facts): string {
  const tables = facts.relations.filter((each) => each.kind === 'table' && each.schema === 'public');
  const names = (these: readonly Relation[]): string => (these.length === 0 ? 'none' : these.map((each) => each.name).join(', '));
  const having = (test: (relation: Relation) => boolean): string => names(tables.filter(test));
  const keys = tables.flatMap((relation) => relation.constraints.filter((each) => each.type === 'foreign key').map((key) => ({ relation, key })));
  const by = (action: string): string[] => keys.filter(({ key }) => key.onDelete === action).map(({ relation, key }) => `${(key.references ?? '').replace('public.', '')} → ${relation.name} (${key.columns.join(', ')})`);
  const between = keys.filter(({ key }) => key.references !== 'public.users');
  const composite = between.filter(({ key }) => key.columns.includes('user_id'));
  const single = between.filter(({ key, relation }) => !key.columns.includes('user_id') && column('user_id')(relation));
  const hasKey = (relation: Relation, columns: string): boolean => relation.constraints.some((each: Constraint) => ['unique', 'primary key'].includes(each.type) && [...each.columns].sort().join() === columns);
  const indexes = (test: RegExp): string[] => tables.flatMap((relation) => relation.indexes.filter((index) => test.test(index.definition)).map((index) => `${index.name} on ${relation.name}: ${code(index.definition)}`));
  const firedBy = (name: string): string => having((relation) => relation.triggers.some((trigger) => trigger.function === `public.${name}`));
  return [
    HEAD, '# Patterns\n\n## Isolation of tenants\n\n',
    list('Rules', [
      `Tables of a tenant carry \`user_id\`: ${having(column('user_id'))}`,
      `Tables without it: ${having((relation) => !column('user_id')(relation))}`,
      `Row security is forced, on the owner too: ${having((relation) => relation.rowSecurity === 'forced')}`,
      `Row security is not forced: ${having((relation) => relation.rowSecurity !== 'forced')}`,
      `Unique by id and tenant, so that others can refer to both: ${having((relation) => hasKey(relation, 'id,user_id'))}`,
      `Keys that carry user_id, so that a row cannot refer to another tenant's: ${String(composite.length)} of ${String(between.length)} that refer to anything but the tenant itself`,
      `Tables of a tenant that refer to another by a single column: ${single.map(({ relation, key }) => `${relation.name} → ${key.references ?? ''} (${key.columns.join(', ')})`).join(', ') || 'none'}`,
    ]),
    'The API reads through row policies of app_user, whose session proves the tenant. Who asks as another role (app_definer, an owner) sees every tenant and filters by `user_id`.\n\n',
    '## What a deletion does\n\n', list('CASCADE: the child goes too', by('cascade')), list('SET NULL: the child stays', by('set null')), list('RESTRICT: the deletion is refused', by('restrict')), list('NO ACTION', by('no action')),
    '## Time\n\n',
    list('Rules', [
      `\`updated_at\` is kept by a trigger: ${firedBy('update_updated_at_column')}`,
      `Local day and hour of the tenant are stamped in the row: ${having(column('local_date'))}`,
      `Columns that are a point in time without a zone: ${tables.flatMap((relation) => relation.columns.filter((each) => each.type.startsWith('timestamp') && !each.type.includes('with time zone')).map((each) => `${relation.name}.${each.name}`)).join(', ') || 'none'}`,
    ]),
    '## Rows that are kept\n\n',
    list('Rules', [
      `Deleted softly, by \`deleted_at\`: ${having(column('deleted_at'))}`,
      `Append-only, refused by a trigger: ${firedBy('refuse_ledger_change')}`,
    ]),
    '## Computed columns\n\n', list('By the database, from other columns', tables.flatMap((relation) => relation.columns.filter((each) => each.generated).map((each) => `${relation.name}.${each.name}: ${each.comment ?? ''}`))),
    '## Indexes with a purpose of their own\n\n', list('Partial: only the rows that are looked for', indexes(/ WHERE /)), list('GIN: inside arrays, documents, texts', indexes(/^gin /)),
  ].join('');
}
