// What a function does beside its result, read from the parse trees of its body and of all it calls.
import { type Fields, dottedName, findAll, textOf } from '../generate/parse-tree.ts';
import type { Body } from './bodies.ts';

export interface Effects {
  /** Tables of ours that it writes, and materialized views that it refreshes. */
  writes: ReadonlySet<string>;
}

const relationOf = (range: unknown): string[] => {
  const fields = range as Fields | undefined;
  return fields?.['schemaname'] === undefined ? [] : [`${textOf(fields['schemaname'])}.${String(fields['relname'])}`];
};

const writesIn = (tree: unknown): string[] =>
  ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'RefreshMatViewStmt'].flatMap((kind) => findAll(tree, kind).flatMap((write) => relationOf(write['relation'])));

/** Names of the functions that a piece of SQL calls, and of the relations that it reads. */
export const namesIn = (tree: unknown): { functions: string[]; relations: string[] } => ({
  functions: findAll(tree, 'FuncCall').map((call) => dottedName(call['funcname'])),
  relations: [...findAll(tree, 'RangeVar').flatMap(relationOf), ...writesIn(tree)],
});

export function effectsOf(bodies: ReadonlyMap<string, Body>, name: string): Effects {
  const writes = new Set<string>();
  const seen = new Set<string>();
  const visit = (each: string): void => {
    const body = bodies.get(each);
    if (!body || seen.has(each)) return;
    seen.add(each);
    for (const { tree } of body.pieces) {
      for (const table of writesIn(tree)) writes.add(table);
      namesIn(tree).functions.forEach(visit);
    }
  };
  visit(name);
  return { writes };
}

/** The functions that enqueue a task. */
export const enqueuersOf = (bodies: ReadonlyMap<string, Body>, task: string): string[] =>
  [...bodies.values()].filter((body) => body.pieces.some((piece) => findAll(piece.tree, 'FuncCall').some((call) => dottedName(call['funcname']) === 'public.add_job' && JSON.stringify(call['args']).includes(`"${task}"`)))).map((body) => body.name);

/** The functions that refresh a materialized view. */
export const refreshersOf = (bodies: ReadonlyMap<string, Body>, view: string): string[] =>
  [...bodies.values()].filter((body) => body.pieces.some((piece) => findAll(piece.tree, 'RefreshMatViewStmt').some((refresh) => relationOf(refresh['relation']).includes(view)))).map((body) => body.name);
