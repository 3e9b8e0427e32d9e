// Compares the facts of the reference with the catalog, cell by cell. Each difference is one line of text, which is
// also how deliberate-differences.ts names it.
import type { CatalogTable } from './catalog-facts.ts';
import type { ColumnFacts, Facts, TableFacts } from './reference-facts.ts';

type Cell = string | boolean | undefined;

const shown = (value: Cell): string => (value === undefined ? 'none' : String(value));

const sorted = (words: string | undefined): string | undefined => words?.split('/').toSorted().join('/');

function* columnDifferences(name: string, reference: ColumnFacts, ours: ColumnFacts): Generator<string> {
  const cells: [cell: string, reference: Cell, ours: Cell][] = [
    ['type', reference.type, ours.type],
    ['nullable', reference.nullable ?? false, ours.nullable ?? false],
    ['default', reference.default, ours.default],
    ['primary key', reference.primaryKey ?? false, ours.primaryKey ?? false],
    ['words', sorted(reference.words), sorted(ours.words)],
    ['range', reference.range, ours.range],
  ];
  for (const [cell, theirs, mine] of cells) if (theirs !== mine) yield `${name} ${cell}: ${shown(theirs)} → ${shown(mine)}`;

  // The reference may name the target of a foreign key without the action: then any action will do.
  const key = reference.references?.includes(' ') ? ours.references : ours.references?.split(' ')[0];
  if (key !== reference.references) yield `${name} references: ${shown(reference.references)} → ${shown(ours.references)}`;
}

function* uniqueDifferences(name: string, reference: TableFacts, ours: CatalogTable): Generator<string> {
  const single = Object.entries(reference.columns).filter(([, column]) => column.unique);
  const expected = new Set([...(reference.unique ?? []), ...single.map(([column]) => column)]);
  for (const columns of expected) {
    const found = ours.unique.filter((set) => set.columns === columns);
    if (found.length === 0) yield `${name} unique (${columns}): missing`;
    else if (found.every((set) => set.limit !== '')) yield `${name} unique (${columns}): → ${shown(found[0]?.limit)}`;
  }
  for (const { columns, limit } of ours.unique)
    if (!expected.has(columns)) yield `${name} unique (${columns})${limit && ` ${limit}`}: added`;
}

function* tableDifferences(name: string, reference: TableFacts, ours: CatalogTable): Generator<string> {
  for (const [column, facts] of Object.entries(reference.columns)) {
    const mine = ours.columns[column];
    if (mine) yield* columnDifferences(`${name}.${column}`, facts, mine);
    else yield `${name}.${column}: missing`;
  }
  for (const column of Object.keys(ours.columns)) if (!(column in reference.columns)) yield `${name}.${column}: added`;

  yield* uniqueDifferences(name, reference, ours);

  for (const [index, detail] of Object.entries(reference.indexes ?? {})) {
    const mine = ours.indexes[index];
    if (mine === undefined) yield `${name} index ${index}: missing`;
    else if (detail !== '' && detail !== mine) yield `${name} index ${index}: ${detail} → ${mine}`;
  }
  for (const column of reference.indexed ?? []) if (!ours.indexed.includes(column)) yield `${name}.${column} index: missing`;
  for (const column of reference.ginIndexed ?? []) if (!ours.ginIndexed.includes(column)) yield `${name}.${column} gin index: missing`;

  const trigger = reference.updatedAtTrigger;
  if (trigger !== undefined && !ours.updatedAtTriggers.includes(trigger)) yield `${name} trigger ${trigger}: missing`;

  for (const check of reference.checks ?? []) if (!ours.checks.includes(check)) yield `${name} check ${check}: missing`;
  for (const check of ours.checks) if (!reference.checks?.includes(check)) yield `${name} check ${check}: added`;
}

/**
 * Every difference between the reference and the catalog, one line each. Tables that the reference does not know are
 * none: it says what must be there, and the completeness guard knows the rest.
 */
export function compareFacts(reference: Facts, catalog: Readonly<Record<string, CatalogTable>>): string[] {
  return Object.entries(reference).flatMap(([name, facts]) => {
    const ours = catalog[name];
    return ours ? [...tableDifferences(name, facts, ours)] : [`${name}: missing`];
  });
}
