// Which function takes a row from which state to which, read from the parse trees of all bodies.
//
// What a write sets is in the write: a constant, the branches of a CASE, a column of a CTE, a parameter and so the
// arguments of the calls. Which state it demands before is often said elsewhere: a key is locked and compared first,
// kept in a variable, handed to another function. So the keys in a write's conditions are followed back, through
// variables and callers, to the comparisons of the state that chose them. Several conditions all hold; several callers
// are alternatives; a key that comes from outside says nothing.
import { type Fields, asKind, asList, dottedName, findAll, stringConstant, textOf } from '../generate/parse-tree.ts';
import { type Body, type Piece, readBody } from './bodies.ts';
import { type Facts, qualified } from './facts.ts';

export interface Write {
  by: string;
  /** The states that a row may be in before: none when the write makes the row, undefined when nothing says it. */
  from: readonly string[] | undefined;
  to: readonly string[];
}

/** States that a row may be in; undefined when nothing is said about it. */
type States = ReadonlySet<string> | undefined;

const both = (a: States, b: States): States => (a === undefined ? b : b === undefined ? a : new Set([...a].filter((word) => b.has(word))));

/** One alternative of which nothing is known leaves nothing known. */
const either = (all: readonly States[]): States => (all.length === 0 || all.includes(undefined) ? undefined : new Set(all.flatMap((each) => [...(each ?? [])])));

/** What several statements compare, taken together; those that compare nothing say nothing. */
const together = (all: readonly States[]): States => either(all.filter((each) => each !== undefined));

const columnOf = (node: unknown): string[] => asList(asKind(node, 'ColumnRef')?.['fields']).map((field) => textOf(asKind(field, 'String')?.['sval'], '*'));

const callsIn = (node: unknown): Fields[] => findAll(node, 'FuncCall');

/** The argument of a call for a parameter, by name or by place. */
function argumentOf(call: Fields, body: Body, parameter: string): unknown {
  const given = asList(call['args']);
  const named = given.map((each) => asKind(each, 'NamedArgExpr')).find((each) => each?.['name'] === parameter);
  const placed = given[body.parameters.indexOf(parameter)];
  return named?.['arg'] ?? (asKind(placed, 'NamedArgExpr') ? undefined : placed);
}

export class StateWrites {
  readonly #facts: Facts;
  readonly #bodies: ReadonlyMap<string, Body>;
  readonly #table: string;
  readonly #column: string;
  readonly #words: readonly string[];

  constructor(facts: Facts, bodies: ReadonlyMap<string, Body>, table: string, column: string, words: readonly string[]) {
    this.#facts = facts;
    this.#bodies = bodies;
    this.#table = table;
    this.#column = column;
    this.#words = words;
  }

  all(): Write[] {
    return [...this.#bodies.values()].flatMap((body) => body.pieces.flatMap((piece) => [...this.#inserts(body, piece), ...this.#updates(body, piece)]));
  }

  #isTable(range: unknown): boolean {
    const fields = range as Fields | undefined;
    return fields?.['relname'] === this.#table && fields['schemaname'] === 'public';
  }

  #order(words: Iterable<string>): string[] {
    const there = new Set(words);
    return this.#words.filter((word) => there.has(word));
  }

  #inserts(body: Body, piece: Piece): Write[] {
    return findAll(piece.tree, 'InsertStmt').filter((insert) => this.#isTable(insert['relation'])).map((insert) => {
      const place = asList(insert['cols']).findIndex((column) => asKind(column, 'ResTarget')?.['name'] === this.#column);
      const select = asKind(insert['selectStmt'], 'SelectStmt') ?? {};
      const rows = asList(select['valuesLists']).map((list) => asList(asKind(list, 'List')?.['items'])[place]);
      const values = rows.length > 0 ? rows : [asKind(asList(select['targetList'])[place], 'ResTarget')?.['val']];
      const fallback = this.#facts.relations.find((each) => qualified(each) === `public.${this.#table}`)?.columns.find((each) => each.name === this.#column)?.default ?? '';
      const to = place === -1 ? this.#words.filter((word) => fallback.startsWith(`'${word}'`)) : this.#order(values.flatMap((value) => [...this.#wordsOf(body, piece, value)]));
      return { by: body.name, from: [], to };
    });
  }

  #updates(body: Body, piece: Piece): Write[] {
    return findAll(piece.tree, 'UpdateStmt').filter((update) => this.#isTable(update['relation'])).flatMap((update): Write[] => {
      const target = asList(update['targetList']).map((each) => asKind(each, 'ResTarget')).find((each) => each?.['name'] === this.#column);
      if (!target) return [];
      const conditions = [update['fromClause'], update['whereClause'], ...findAll(piece.tree, 'CommonTableExpr').map((cte) => asKind(cte['ctequery'], 'SelectStmt')).filter((query) => query !== undefined)];
      const from = this.#chosenBy(body, piece, conditions, new Set()) ?? this.#locked(body);
      return [{ by: body.name, from: from && this.#order(from), to: this.#order(this.#wordsOf(body, piece, target['val'])) }];
    });
  }

  /** Names under which a piece knows the table, or a query that hands its column through. */
  #aliases(piece: Piece): Set<string> {
    const ranges = findAll(piece.tree, 'RangeVar').concat(findAll(piece.tree, 'UpdateStmt').map((update) => update['relation'] as Fields));
    const nameOf = (range: Fields): string => String((range['alias'] as Fields | undefined)?.['aliasname'] ?? range['relname']);
    const names = new Set(ranges.filter((range) => this.#isTable(range)).map(nameOf));
    for (const cte of findAll(piece.tree, 'CommonTableExpr')) {
      const outputs = asList(asKind(cte['ctequery'], 'SelectStmt')?.['targetList']).map((output) => asKind(output, 'ResTarget'));
      const hands = outputs.some((output) => output?.['name'] === undefined && names.has(columnOf(output?.['val'])[0] ?? '') && columnOf(output?.['val'])[1] === this.#column);
      if (hands) for (const range of ranges.filter((each) => each['relname'] === cte['ctename'] && each['schemaname'] === undefined)) names.add(nameOf(range));
    }
    return names;
  }

  /** The states that comparisons beneath a node demand: `x.state = 'a'`, `x.state in ('a', 'b')`. */
  #compared(piece: Piece, node: unknown): States {
    const names = this.#aliases(piece);
    const found = findAll(node, 'A_Expr').filter((test) => {
      const [alias = '', column] = columnOf(test['lexpr']);
      return dottedName(test['name']) === '=' && names.has(alias) && column === this.#column;
    });
    const words = found.map((test) => {
      const right = test['rexpr'];
      const several = asList(asKind(right, 'List')?.['items'] ?? asKind(right, 'A_ArrayExpr')?.['elements']);
      return (several.length > 0 ? several : [right]).map(stringConstant).filter((word) => word !== undefined);
    });
    return words.length === 0 ? undefined : new Set(words.flat());
  }

  /** The states that conditions leave: by their own comparisons, else by where the keys in them come from. */
  #chosenBy(body: Body, piece: Piece, conditions: unknown, seen: Set<string>): States {
    const own = this.#compared(piece, conditions);
    if (own) return own;
    const names = new Set(findAll(conditions, 'ColumnRef').map((reference) => columnOf({ ColumnRef: reference })[0] ?? '').filter((name) => body.keys.has(name)));
    const called = callsIn(conditions).map((call) => this.#bodies.get(dottedName(call['funcname']))).filter((callee) => callee !== undefined);
    return [
      ...[...names].map((name) => this.#kept(body, name, seen)),
      ...called.map((callee) => together(callee.pieces.map((each) => this.#compared(each, each.tree)))),
    ].reduce(both, undefined);
  }

  /** The states of the rows whose keys a variable or parameter holds. */
  #kept(body: Body, name: string, seen: Set<string>): States {
    const key = `${body.name} ${name}`;
    if (seen.has(key)) return undefined;
    const inside = new Set([...seen, key]);
    const filled = body.pieces.filter((piece) => piece.fills.includes(name));
    if (filled.length > 0)
      return either(filled.map((piece) => this.#compared(piece, this.#outputFor(piece, name)) ?? this.#chosenBy(body, piece, piece.tree, inside)));
    if (!body.parameters.includes(name)) return undefined;
    return either(this.#callsOf(body).map(({ caller, piece, call }) => this.#chosenBy(caller, piece, argumentOf(call, body, name), inside)));
  }

  /** The output of a query that goes into this variable, which may have a filter of its own. */
  #outputFor(piece: Piece, name: string): unknown {
    const select = asKind(asList(piece.tree)[0], 'SelectStmt');
    return piece.fills.length > 1 ? asList(select?.['targetList'])[piece.fills.indexOf(name)] : undefined;
  }

  #callsOf(body: Body): { caller: Body; piece: Piece; call: Fields }[] {
    return [...this.#bodies.values()].flatMap((caller) =>
      caller.pieces.flatMap((piece) => callsIn(piece.tree).filter((call) => dottedName(call['funcname']) === body.name).map((call) => ({ caller, piece, call }))));
  }

  /** A row that the same function has locked in a certain state, and left when there was none. */
  #locked(body: Body): States {
    return together(body.pieces.filter((piece) => findAll(piece.tree, 'LockingClause').length > 0).map((piece) => this.#compared(piece, piece.tree)));
  }

  /** The words that an expression can give. A column that keeps its own value gives none. */
  #wordsOf(body: Body, piece: Piece, value: unknown, seen: ReadonlySet<unknown> = new Set()): Set<string> {
    const words = new Set<string>();
    if (seen.has(value)) return words;
    const inside = new Set([...seen, value]);
    const add = (more: Iterable<string>): void => { for (const word of more) words.add(word); };
    const constant = stringConstant(value);
    if (constant !== undefined) add([constant]);
    const branches = asKind(value, 'CaseExpr');
    if (branches) {
      for (const each of asList(branches['args'])) add(this.#wordsOf(body, piece, asKind(each, 'CaseWhen')?.['result'], inside));
      add(this.#wordsOf(body, piece, branches['defresult'], inside));
    }
    for (const each of asList(asKind(value, 'CoalesceExpr')?.['args'])) add(this.#wordsOf(body, piece, each, inside));
    const [first = '', column] = columnOf(value);
    if (column === undefined && body.parameters.includes(first))
      for (const { caller, piece: from, call } of this.#callsOf(body)) add(this.#wordsOf(caller, from, argumentOf(call, body, first), inside));
    if (column === 'queue_outcome' || column === 'call_status') add(this.#facts.providerStatuses.flatMap((status) => (column === 'call_status' ? status.callStatus : (status.queueOutcome ?? []))));
    if (column !== undefined && !this.#aliases(piece).has(first))
      for (const output of findAll(piece.tree, 'ResTarget').filter((each) => each['name'] === column)) add(this.#wordsOf(body, piece, output['val'], inside));
    return words;
  }
}

/** The bodies of all functions by name. */
export const readBodies = (facts: Facts): Map<string, Body> => new Map(facts.functions.map((each) => [qualified(each), readBody(each)]));
