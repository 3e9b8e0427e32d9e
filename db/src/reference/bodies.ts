// The bodies of functions as PostgreSQL's own parsers read them: SQL by SQL, with the variables that each one fills.
import { type Fields, asKind, asList, dottedName, findAll, parsePlPgSql, statementsOf, textOf } from '../generate/parse-tree.ts';
import { type FunctionFacts, qualified } from './facts.ts';

/** One SQL statement or expression of a body. */
export interface Piece {
  tree: unknown;
  /** Variables that take its result, in the order of its output; of `v_row.field` the variable. */
  fills: readonly string[];
}

export interface Body {
  name: string;
  /** Input parameters by position. */
  parameters: readonly string[];
  /** Parameters and variables that can hold keys of rows, or rows: everything but times, numbers, texts and truth values. */
  keys: ReadonlySet<string>;
  pieces: readonly Piece[];
}

const PLAIN = /^(pg_catalog\.)?(timestamp|date|time|interval|integer|int\d|bigint|smallint|numeric|double|float|real|text|varchar|character|boolean|bool|jsonb?|inet|bytea|timestamptz)/;

/** An expression stands in a SELECT of its own. */
const tree = (text: string, isExpression: boolean): unknown =>
  statementsOf(isExpression ? `select ${text}` : text).map((each) => ({ [each.kind]: each.fields }));

const variable = (name: unknown): string => String(name).split('.')[0] ?? '';

/** The variables that a target names: a row of several, a record, or one. */
function namesOf(target: unknown): string[] {
  const row = asKind(target, 'PLpgSQL_row');
  if (row) return asList(row['fields']).map((field) => variable((field as Fields)['name']));
  const one = asKind(target, 'PLpgSQL_rec') ?? asKind(target, 'PLpgSQL_var');
  return one ? [variable(one['refname'])] : [];
}

/** An assignment is parsed as `target := expression`; other modes are whole statements (0) or expressions. */
function piece(expression: Fields, fills: readonly string[]): Piece {
  const text = textOf(expression['query']);
  const mode = Number(expression['parseMode'] ?? 0);
  if (mode < 3) return { tree: tree(text, mode === 2), fills };
  const at = /:?=/.exec(text);
  return { tree: tree(text.slice((at?.index ?? 0) + (at?.[0].length ?? 0)), true), fills: [variable(text.slice(0, at?.index).trim().split(/[[\s]/)[0])] };
}

/** Every expression beneath a node with what its statement fills, in the order of the text. */
function piecesOf(node: unknown): Piece[] {
  if (Array.isArray(node)) return node.flatMap(piecesOf);
  if (typeof node !== 'object' || node === null) return [];
  const fields = node as Fields;
  const expression = asKind(fields, 'PLpgSQL_expr');
  if (expression) return [piece(expression, [])];
  const into = namesOf(fields['target'] ?? (fields['query'] === undefined ? undefined : fields['var']));
  const declared = fields['default_val'] === undefined ? [] : [variable(fields['refname'])];
  return Object.entries(fields).flatMap(([key, value]) => {
    const taken = key === 'sqlstmt' || key === 'query' ? into : key === 'default_val' ? declared : [];
    const inner = taken.length > 0 ? asKind(value, 'PLpgSQL_expr') : undefined;
    return inner ? [piece(inner, taken)] : piecesOf(value);
  });
}

function isKey(type: string): boolean {
  return !PLAIN.test(type.replace('[]', ''));
}

/** Reads one function; its text is what `create function` would be given. */
export function readBody(of: FunctionFacts): Body {
  const text = `create function ${qualified(of)}(${of.arguments}) returns ${of.result} language ${of.language} as $callgres$${of.source}$callgres$`;
  // the bodies of `begin atomic` and `return` are whole definitions already
  const isWhole = of.source.startsWith('CREATE OR REPLACE FUNCTION');
  const declared = findAll(statementsOf(isWhole ? of.source : text).map((each) => each.fields), 'FunctionParameter')
    .filter((parameter) => parameter['mode'] !== 'FUNC_PARAM_TABLE')
    .map((parameter) => ({ name: String(parameter['name']), type: dottedName((parameter['argType'] as Fields)['names']) }));
  const parameters = declared.map((parameter) => parameter.name);
  const keys = new Set(declared.filter((parameter) => isKey(parameter.type)).map((parameter) => parameter.name));
  if (of.language !== 'plpgsql')
    return { name: qualified(of), parameters, keys, pieces: [{ tree: tree(of.source, false), fills: [] }] };
  const body = parsePlPgSql(text);
  for (const kind of ['PLpgSQL_var', 'PLpgSQL_rec'])
    for (const datum of findAll(body, kind)) {
      const type = asKind(datum['datatype'], 'PLpgSQL_type')?.['typname'];
      if (isKey(textOf(type, 'record'))) keys.add(String(datum['refname']));
    }
  return { name: qualified(of), parameters, keys, pieces: piecesOf(body) };
}
