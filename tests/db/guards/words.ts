// Words that SQL compares with, against the CHECK lists of the columns they are compared with: a word that was renamed or taken
// away stays behind in a condition, which then is never true, and nothing else says so.
import { type Fields, asKind, asList, dottedName, findAll, statementsOf, stringConstant, textOf, withoutCasts } from '@callgres/db/generate/parse-tree';
import { readWordList } from '@callgres/db/generate/vocabularies';
import { type Piece } from '@callgres/db/reference/bodies';
import { readFacts } from '@callgres/db/reference/facts';
import { readBodies } from '@callgres/db/reference/state-writes';
import type pg from 'pg';

interface Comparison { alias: string; column: string; words: string[] }

/** Words by column name: of each table that has a list for it. */
type Lists = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** Constants on one side of a comparison: one, a list, or an array. */
function constants(node: unknown): string[] {
  const bare = withoutCasts(node);
  const list = asKind(bare, 'List')?.['items'] ?? asKind(bare, 'A_ArrayExpr')?.['elements'];
  return (list === undefined ? [bare] : asList(list)).flatMap((each) => stringConstant(each) ?? []);
}

function comparisonsIn(tree: unknown): Comparison[] {
  const of = (column: unknown, words: string[]): Comparison[] => {
    const parts = asList(asKind(withoutCasts(column), 'ColumnRef')?.['fields']).map((field) => textOf(asKind(field, 'String')?.['sval'], '*'));
    return parts.length === 0 || words.length === 0 ? [] : [{ alias: parts.length > 1 ? (parts.at(-2) ?? '') : '', column: parts.at(-1) ?? '', words }];
  };
  const compared = findAll(tree, 'A_Expr')
    .filter((expression) => ['=', '<>'].includes(dottedName(expression['name'])) || String(expression['kind']).includes('DISTINCT'))
    .flatMap((expression) => [...of(expression['lexpr'], constants(expression['rexpr'])), ...of(expression['rexpr'], constants(expression['lexpr']))]);
  const cases = findAll(tree, 'CaseExpr').flatMap((one) => of(one['arg'], asList(one['args']).flatMap((when) => stringConstant(asKind(when, 'CaseWhen')?.['expr']) ?? [])));
  return [...compared, ...cases];
}

/** Which tables an alias may stand for, anywhere in the statement. */
function tablesIn(tree: unknown): Map<string, Set<string>> {
  const tables = new Map<string, Set<string>>();
  const add = (alias: string, table: string): void => { tables.set(alias, (tables.get(alias) ?? new Set()).add(table)); };
  for (const kind of ['RangeVar', 'relation'])
    for (const range of findAll(tree, kind)) if (textOf(range['relname']) !== '') add(textOf((range['alias'] as Fields | undefined)?.['aliasname'], textOf(range['relname'])), textOf(range['relname']));
  return tables;
}

/** Words that no list has to which the compared column can belong. What is no table's (a variable, a CTE) is held against all lists of that column name. */
export function strangeWords(name: string, pieces: readonly Piece[], lists: Lists, realTables: ReadonlySet<string>): string[] {
  return pieces.flatMap(({ tree }) => {
    const tables = tablesIn(tree);
    return comparisonsIn(tree).flatMap(({ alias, column, words }) => {
      const byTable = lists.get(column);
      if (!byTable) return [];
      const meant = [...(tables.get(alias) ?? [])];
      const own = meant.flatMap((table) => byTable.get(table) ?? []);
      const isTable = meant.length > 0 && meant.every((table) => realTables.has(table) || table.startsWith('pg_'));
      if (isTable && own.length === 0) return []; // a column of that name that holds any word
      const known = isTable ? own : [...byTable.values()];
      return words.filter((word) => !known.some((list) => list.has(word))).map((word) => `${name} compares ${alias === '' ? '' : `${alias}.`}${column} with ${word}`);
    });
  });
}

/** Every comparison with a word that does not exist, in functions, views, policies and triggers of a migrated database. */
export async function comparedWithNothing(client: pg.ClientBase): Promise<{ found: string[]; looked: number }> {
  const facts = await readFacts(client);
  const lists = new Map<string, Map<string, Set<string>>>();
  for (const { name: table, constraints } of facts.relations)
    for (const { type, definition } of constraints) {
      const list = type === 'check' ? readWordList(definition.replace(/^CHECK /, '')) : undefined;
      if (list) lists.set(list.column, (lists.get(list.column) ?? new Map<string, Set<string>>()).set(table, new Set(list.words)));
    }
  const relations = new Set(facts.relations.filter((each) => each.kind === 'table').map((each) => each.name));
  const whole = (text: string): Piece[] => [{ tree: statementsOf(text).map((each) => ({ [each.kind]: each.fields })), fills: [] }];
  const sources: [string, readonly Piece[]][] = [
    ...[...readBodies(facts).values()].map((body): [string, readonly Piece[]] => [body.name, body.pieces]),
    ...facts.relations.flatMap((relation): [string, readonly Piece[]][] => (relation.definition === null ? [] : [[`${relation.schema}.${relation.name}`, whole(relation.definition)]])),
    ...facts.relations.flatMap((relation) => relation.policies.map((policy): [string, readonly Piece[]] => [policy.name, whole(`select ${policy.using ?? policy.check ?? 'true'} from ${relation.schema}.${relation.name}`)])),
  ];
  return { found: [...new Set(sources.flatMap(([name, pieces]) => strangeWords(name, pieces, lists, relations)))].sort(), looked: sources.flatMap(([, pieces]) => pieces.flatMap((piece) => comparisonsIn(piece.tree))).length };
}
