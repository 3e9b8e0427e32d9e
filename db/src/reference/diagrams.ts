// An entity-relationship diagram per area: its tables with their keys, and what they refer to in other areas by name alone.
import { type Facts, type Relation, qualified } from './facts.ts';
import { fence } from './markdown.ts';

const word = (type: string): string => type.replaceAll(/\(.*?\)/g, '').replaceAll(' ', '_').replaceAll('[]', '_array');

function entity(relation: Relation): string {
  const isIn = (type: string, column: string): boolean => relation.constraints.some((each) => each.type === type && each.columns.includes(column));
  const keys = (column: string): string => [...(isIn('primary key', column) ? ['PK'] : []), ...(isIn('foreign key', column) ? ['FK'] : [])].join(', ');
  return `  ${relation.name} {\n${relation.columns.map((column) => `    ${word(column.type)} ${column.name}${keys(column.name) === '' ? '' : ` ${keys(column.name)}`}\n`).join('')}  }\n`;
}

/** Many rows of `relation` belong to one of the other table, or to none when the key may be null. */
function edges(relation: Relation): string[] {
  return relation.constraints.filter((each) => each.type === 'foreign key').map((key) => {
    const target = (key.references ?? '').split('.')[1] ?? '';
    const column = key.columns.find((name) => name !== 'user_id') ?? 'user_id';
    const optional = relation.columns.find((each) => each.name === column)?.nullable === true;
    const once = relation.constraints.some((each) => ['unique', 'primary key'].includes(each.type) && each.columns.length === 1 && each.columns[0] === column);
    return `  ${target} ${optional ? '|o' : '||'}--${once ? 'o|' : 'o{'} ${relation.name} : ${column}`;
  });
}

export function printDiagram(facts: Facts, area: string): string {
  const tables = facts.relations.filter((relation) => relation.kind === 'table' && relation.schema === 'public' && facts.areaOf.get(qualified(relation)) === area);
  if (tables.length === 0) return '';
  return `## Diagram\n\n${fence('mermaid', `erDiagram\n${tables.map(entity).join('')}${[...new Set(tables.flatMap(edges))].join('\n')}`)}`;
}
