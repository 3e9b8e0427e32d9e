// Reads what the bodies of functions say: the errors they raise and the jobs they enqueue. It reads tokens, so
// comments and strings cannot be mistaken for statements, and SQL bodies are read like PL/pgSQL ones.
import { PlainError } from '@callgres/shared/plain-error';
import type { Catalog, CatalogFunction } from './catalog.ts';
import type { ErrorKey } from './model.ts';
import { expressionTree, stringConstant, tokensOf } from './parse-tree.ts';

interface Token {
  text: string;
  isString: boolean;
}

const read = (source: string): Token[] =>
  tokensOf(source).map((token) => ({ text: token.tokenName === 'SCONST' ? token.text : token.text.toLowerCase(), isString: token.tokenName === 'SCONST' }));

/** What a string token means: quotes and escapes undone by the parser. */
const meaning = (token: Token | undefined): string | undefined => (token?.isString ? stringConstant(expressionTree(token.text)) : undefined);

/** A function by name, with its body. */
export type Source = Pick<CatalogFunction, 'schema' | 'name' | 'source'>;

const nameOf = (of: Source): string => `${of.schema}.${of.name}`;

const functionsOfOurs = (catalog: Catalog): CatalogFunction[] => catalog.functions.filter((each) => each.source !== '');

/** The tokens of one statement from a position to its semicolon. */
function statementFrom(tokens: readonly Token[], start: number): Token[] {
  const end = tokens.findIndex((token, index) => index >= start && !token.isString && token.text === ';');
  return tokens.slice(start, end === -1 ? undefined : end);
}

/** The constant given to an option of RAISE (`message = 'x'`), undefined when absent or not one constant. */
function option(statement: readonly Token[], name: string): string | undefined {
  const at = statement.findIndex((token, index) => !token.isString && token.text === name && ['=', ':='].includes(statement[index + 1]?.text ?? ''));
  if (at === -1) return undefined;
  const after = statement[at + 3]?.text;
  return after === undefined || after === ',' ? meaning(statement[at + 2]) : undefined;
}

/** The errors that a function itself raises, in the order of its text. */
export function errorsIn(of: Source): ErrorKey[] {
  const tokens = read(of.source);
  return tokens.flatMap((token, index): ErrorKey[] => {
    const state = meaning(token);
    if (state === undefined || !/^VC\d/.test(state)) return [];
    const before = tokens.slice(Math.max(0, index - 2), index).map((each) => each.text);
    if (before[1] === 'sqlstate' && before[0] !== 'raise') return []; // a handler: exception when sqlstate '…'
    const statement = statementFrom(tokens, index);
    const key = option(statement, 'message');
    const hint = option(statement, 'hint');
    if (before[1] !== 'sqlstate' || !/^VC[45]\d\d$/.test(state) || key === undefined || !/^[a-z][a-z0-9_]*$/.test(key) || hint === undefined)
      throw new PlainError(
        `The function ${nameOf(of)} raises ${state} in another form than: raise sqlstate 'VC404' using message = 'stable_key', hint = 'One sentence.' with constants.`,
      );
    return [{ key, status: Number(state.slice(2)), hint }];
  });
}

/** Every error key, sorted; a key that is raised twice with different words is refused. */
export function findErrors(catalog: Catalog): ErrorKey[] {
  const byKey = new Map<string, ErrorKey & { raisedBy: string }>();
  for (const source of functionsOfOurs(catalog))
    for (const error of errorsIn(source)) {
      const first = byKey.get(error.key);
      if (first && (first.status !== error.status || first.hint !== error.hint))
        throw new PlainError(
          `The error ${error.key} has one SQLSTATE or hint in ${first.raisedBy} and another in ${nameOf(source)}; a key has one of each.`,
        );
      if (!first) byKey.set(error.key, { ...error, raisedBy: nameOf(source) });
    }
  return [...byKey.values()].map(({ key, status, hint }) => ({ key, status, hint })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function jobsIn(of: CatalogFunction): string[] {
  const tokens = read(of.source);
  return tokens.flatMap((_token, index) => {
    const call = tokens.slice(index, index + 4).map((each) => each.text).join('');
    if (call !== 'public.add_job(') return [];
    const named = ['=>', ':='].includes(tokens[index + 5]?.text ?? '');
    const task = meaning(tokens[index + (named ? 6 : 4)]);
    if (task === undefined || !/^[a-z][a-z0-9_]*__[a-z][a-z0-9_]*$/.test(task))
      throw new PlainError(`The function ${nameOf(of)} enqueues a job whose task is no constant of the form 'noun__verb'.`);
    return [task];
  });
}

/** The tasks that functions enqueue, sorted. */
export const findJobs = (catalog: Catalog): string[] => [...new Set(functionsOfOurs(catalog).flatMap(jobsIn))].sort();
