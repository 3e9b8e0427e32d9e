// PostgreSQL's own parser, as WebAssembly. A parse tree is JSON in which a node is an object with one key, its
// kind: { "A_Const": { … } }. These few helpers are all we need to walk one without trusting its shape.
import { type ScanToken, loadModule, parsePlPgSQLSync, parseSync, scanSync } from 'libpg-query';

await loadModule();

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of a node if it is of this kind. */
export function asKind(node: unknown, kind: string): Fields | undefined {
  const fields = isFields(node) ? node[kind] : undefined;
  return isFields(fields) ? fields : undefined;
}

/** A value that is text, or the fallback for anything else. */
export const textOf = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The statements of a text, each as its kind and its fields. Throws PostgreSQL's syntax error. */
export function statementsOf(sql: string): { kind: string; fields: Fields }[] {
  return asList(parseSync(sql).stmts).flatMap((entry) => {
    const statement = isFields(entry) ? entry['stmt'] : undefined;
    return isFields(statement) ? Object.entries(statement).map(([kind, fields]) => ({ kind, fields: isFields(fields) ? fields : {} })) : [];
  });
}

/** The tree of one expression. */
export function expressionTree(expression: string): unknown {
  const select = statementsOf(`select ${expression}`)[0];
  const target = asKind(asList(select?.fields['targetList'])[0], 'ResTarget');
  return target?.['val'];
}

/** Every node of a kind beneath a node (itself included), in the order of the text. */
export function findAll(node: unknown, kind: string): Fields[] {
  if (Array.isArray(node)) return node.flatMap((element) => findAll(element, kind));
  if (!isFields(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => [...(key === kind && isFields(value) ? [value] : []), ...findAll(value, kind)]);
}

/** The text of a string constant, seen through casts; undefined for anything else. */
export function stringConstant(node: unknown): string | undefined {
  const bare = withoutCasts(node);
  const constant = asKind(bare, 'A_Const');
  if (!constant || !('sval' in constant)) return undefined;
  const inner = constant['sval'];
  // an empty string is printed as an empty object
  return isFields(inner) && typeof inner['sval'] === 'string' ? inner['sval'] : '';
}

export function withoutCasts(node: unknown): unknown {
  const cast = asKind(node, 'TypeCast');
  return cast ? withoutCasts(cast['arg']) : node;
}

/** The names of a list of String nodes joined by dots: `["pg_catalog", "="]` is `pg_catalog.=`. */
export function dottedName(list: unknown): string {
  return asList(list)
    .map((element) => asKind(element, 'String')?.['sval'])
    .filter((part) => typeof part === 'string')
    .join('.');
}

/** The tokens of a text without its comments. Works for PL/pgSQL too: it is the lexer, not the grammar. */
export const tokensOf = (source: string): ScanToken[] =>
  scanSync(source).tokens.filter((token) => token.tokenName !== 'SQL_COMMENT' && token.tokenName !== 'C_COMMENT');

/** The tree of a PL/pgSQL function, from its whole CREATE FUNCTION. Its SQL is text inside, in nodes `PLpgSQL_expr`. */
export const parsePlPgSql = (createFunction: string): unknown => parsePlPgSQLSync(createFunction);
