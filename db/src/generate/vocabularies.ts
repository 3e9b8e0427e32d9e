// Finds the CHECK lists: `check (status in ('a', 'b'))` over one column. The catalog prints them as
// `(status)::text = ANY ((ARRAY['a'::character varying, …])::text[])`, and a list of one word as `=`. Any other
// shape is a rule and no vocabulary.
import { PlainError } from '@callgres/shared/plain-error';
import type { Catalog } from './catalog.ts';
import { type Vocabulary, vocabularyKey } from './model.ts';
import { asKind, asList, dottedName, expressionTree, stringConstant, withoutCasts } from './parse-tree.ts';

/** Column and words of a CHECK list, or undefined for another expression. */
export function readWordList(expression: string): { column: string; words: string[] } | undefined {
  const test = asKind(expressionTree(expression), 'A_Expr');
  if (!test || dottedName(test['name']) !== '=') return undefined;
  const column = dottedName(asKind(withoutCasts(test['lexpr']), 'ColumnRef')?.['fields']);
  if (column === '') return undefined;
  const words = wordsOf(test);
  return words && { column, words };
}

function wordsOf(test: Readonly<Record<string, unknown>>): string[] | undefined {
  const right = withoutCasts(test['rexpr']);
  const elements = test['kind'] === 'AEXPR_OP_ANY' ? asList(asKind(right, 'A_ArrayExpr')?.['elements']) : [right];
  const words = elements.map(stringConstant);
  return words.length > 0 && words.every((word) => word !== undefined) ? words : undefined;
}

/** All vocabularies, sorted by table and column; the words keep the order of the CHECK, which is the order of life. */
export function findVocabularies(catalog: Catalog): Vocabulary[] {
  const found = catalog.checks.flatMap((check): Vocabulary[] => {
    const list = readWordList(check.expression);
    return list ? [{ schema: check.schema, table: check.table, column: list.column, words: list.words }] : [];
  });
  const seen = new Set<string>();
  for (const vocabulary of found) {
    const key = vocabularyKey(vocabulary);
    if (seen.has(key)) throw new PlainError(`The column ${key} has two CHECK lists; a column has one list of words.`);
    seen.add(key);
  }
  return found.sort((a, b) => (vocabularyKey(a) < vocabularyKey(b) ? -1 : 1));
}
