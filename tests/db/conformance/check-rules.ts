// Reads what a CHECK constraint allows from its syntax tree: the words or the bounds of one column.
import { parse } from 'libpg-query';

/** What a check says about its one column; undefined when it is a rule of another kind. */
export interface CheckRule {
  column: string;
  words?: readonly string[];
  atLeast?: number;
  atMost?: number;
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows a path of keys into the tree; a step that does not exist gives undefined. */
function at(tree: unknown, ...path: readonly (string | number)[]): unknown {
  let value = tree;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isTree(value)) value = value[key];
    else return undefined;
  }
  return value;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The node inside any number of casts: the catalog prints one around nearly everything. */
function bare(node: unknown): unknown {
  let value = node;
  while (at(value, 'TypeCast')) value = at(value, 'TypeCast', 'arg');
  return value;
}

function columnOf(node: unknown): string | undefined {
  const name = at(bare(node), 'ColumnRef', 'fields', 0, 'String', 'sval');
  return typeof name === 'string' ? name : undefined;
}

function wordOf(node: unknown): string | undefined {
  const word = at(bare(node), 'A_Const', 'sval', 'sval');
  return typeof word === 'string' ? word : undefined;
}

function numberOf(node: unknown): number | undefined {
  const constant = at(bare(node), 'A_Const');
  if (!isTree(constant)) return undefined;
  if ('ival' in constant) return Number(at(constant, 'ival', 'ival') ?? 0); // the tree leaves a zero out
  if ('fval' in constant) return Number(at(constant, 'fval', 'fval'));
  return undefined;
}

/** One comparison: column in (words), column >= number, column <= number, column > number. */
function comparison(node: unknown): CheckRule | undefined {
  const operator = at(node, 'A_Expr', 'name', 0, 'String', 'sval');
  const column = columnOf(at(node, 'A_Expr', 'lexpr'));
  const right = at(node, 'A_Expr', 'rexpr');
  if (column === undefined) return undefined;
  if (operator === '=') {
    const elements = at(node, 'A_Expr', 'kind') === 'AEXPR_OP_ANY' ? list(at(bare(right), 'A_ArrayExpr', 'elements')) : [right];
    const words = elements.map(wordOf).filter((word) => word !== undefined);
    return words.length > 0 && words.length === elements.length ? { column, words } : undefined;
  }
  const bound = numberOf(right);
  if (bound === undefined) return undefined;
  if (operator === '>=') return { column, atLeast: bound };
  if (operator === '>') return { column, atLeast: bound + 1 }; // whole numbers only: the comparer tests no others
  if (operator === '<=') return { column, atMost: bound };
  return undefined;
}

/** Takes the expression of a check as the catalog prints it. */
export async function checkRule(expression: string): Promise<CheckRule | undefined> {
  const tree: unknown = await parse(`select ${expression}`);
  const root = at(tree, 'stmts', 0, 'stmt', 'SelectStmt', 'targetList', 0, 'ResTarget', 'val');
  const parts = at(root, 'BoolExpr', 'boolop') === 'AND_EXPR' ? list(at(root, 'BoolExpr', 'args')) : [root];
  const rules = parts.map(comparison).filter((rule) => rule !== undefined);
  const [first] = rules;
  if (!first || rules.length !== parts.length || rules.some((rule) => rule.column !== first.column)) return undefined;
  return Object.assign({}, ...rules) as CheckRule;
}
