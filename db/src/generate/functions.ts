// The functions of schema api: what goes in, what comes out. Trigger functions are nobody's to call.
import { PlainError } from '@callgres/shared/plain-error';
import type { Catalog, CatalogFunction } from './catalog.ts';
import type { ApiFunction, Argument, Field, Result, Value, View, Vocabulary } from './model.ts';
import { type Commented, readComment, requireNames } from './tags.ts';

/** The clock is no argument of the outside world: PostgreSQL's default applies. Tests pass it in SQL. */
const HIDDEN = new Set(['p_now']);

const TEXTUAL = new Set(['text', 'character varying', 'character']);

interface Context {
  views: ReadonlySet<string>;
  vocabularies: ReadonlySet<string>;
  /** Column names that mean words wherever a table has a text column of that name. */
  wordNames: ReadonlySet<string>;
}

/** `status` holds words in every table; `name` may do so in one table and be free text in the next. */
function columnNamesThatAreWords(catalog: Catalog, vocabularies: readonly Vocabulary[]): Set<string> {
  const listed = new Set(vocabularies.map((each) => `${each.schema}.${each.table}.${each.column}`));
  const names = new Set(vocabularies.map((each) => each.column));
  for (const table of catalog.relations.filter((relation) => relation.kind === 'table'))
    for (const column of table.columns)
      if (TEXTUAL.has(column.type) && !listed.has(`${table.schema}.${table.name}.${column.name}`)) names.delete(column.name);
  return names;
}

const tagged = (tags: Commented, name: string): { words?: string } => {
  const words = tags.words.get(name);
  return words === undefined ? {} : { words };
};

function readArgument(of: CatalogFunction['arguments'][number], tags: Commented, object: string, context: Context): Argument {
  if (!of.name.startsWith('p_')) throw new PlainError(`The parameter "${of.name}" of ${object} needs a name that begins with p_.`);
  const argument = { name: of.name, type: of.type, optional: of.hasDefault, ...tagged(tags, of.name) };
  const column = of.name.slice(2);
  if (TEXTUAL.has(of.type) && !('words' in argument) && context.wordNames.has(column))
    throw new PlainError(
      `The parameter ${of.name} of ${object} is called like a column of words; say which by a line "@words ${of.name} table.${column}" in the function's comment.`,
    );
  return argument;
}

const value = (type: string, tags: Commented, name: string): Value => ({ type, nullable: !tags.notNull.has(name), ...tagged(tags, name) });

function readResult(of: CatalogFunction, tags: Commented, object: string, context: Context): Result {
  const columns = of.arguments.filter((argument) => argument.mode === 't');
  if (columns.length > 0)
    return { kind: 'rows', columns: columns.map((column): Field => ({ name: column.name, comment: '', ...value(column.type, tags, column.name) })) };
  if (of.returnType === 'void') return { kind: 'void' };
  if (of.returnRelation !== null) {
    const [schema, view] = of.returnRelation.split('.');
    if (schema !== 'api' || view === undefined || !context.views.has(view))
      throw new PlainError(`${object} returns a row of ${of.returnRelation}; only rows of views of schema api leave the database.`);
    return { kind: of.returnsSet ? 'rows' : 'row', view };
  }
  if (of.returnsSet) throw new PlainError(`${object} returns a set of single values; return a table with a named column instead.`);
  return { kind: 'scalar', ...value(of.returnType, tags, '') };
}

function readFunction(of: CatalogFunction, context: Context): ApiFunction {
  const object = `function api.${of.name}`;
  const inputs = of.arguments.filter((argument) => argument.mode !== 't');
  const odd = inputs.find((argument) => argument.mode !== 'i');
  if (odd) throw new PlainError(`The parameter ${odd.name} of ${object} is variadic or an output; use plain parameters and "returns".`);
  const tags = readComment(of.comment, object, context.vocabularies);
  const result = readResult(of, tags, object, context);
  const columns = 'columns' in result ? result.columns.map((column) => column.name) : [];
  requireNames(tags, object, [...inputs.map((input) => input.name), ...columns, ...(result.kind === 'scalar' ? [''] : [])]);
  return {
    name: of.name,
    comment: tags.text,
    kind: of.volatility === 'v' ? 'mutation' : 'query',
    arguments: inputs.filter((input) => !HIDDEN.has(input.name)).map((input) => readArgument(input, tags, object, context)),
    result,
  };
}

/** The functions of schema api, sorted by name. */
export function readFunctions(catalog: Catalog, vocabularies: readonly Vocabulary[], views: readonly View[], keys: ReadonlySet<string>): ApiFunction[] {
  const context = { views: new Set(views.map((view) => view.name)), vocabularies: keys, wordNames: columnNamesThatAreWords(catalog, vocabularies) };
  const callable = catalog.functions.filter((each) => each.schema === 'api' && each.returnType !== 'trigger');
  const names = callable.map((each) => each.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new PlainError(`There are two functions api.${twice}; overloads are not allowed.`);
  return callable.map((each) => readFunction(each, context));
}
