// The columns of api views: exact types, and for each its vocabulary and whether it can be null. PostgreSQL
// reports every view column as nullable, so both are looked up where the column comes from.
import type { Catalog, CatalogRelation } from './catalog.ts';
import { type Field, type View, vocabularyKey } from './model.ts';
import { findAll, statementsOf } from './parse-tree.ts';
import { readComment, requireNames } from './tags.ts';

interface Origin {
  nullable: boolean;
  words: string | undefined;
}

/**
 * Names of the relations whose columns an outer join can make null. Careful rather than clever: whatever is
 * named anywhere beneath the optional side counts, and a CTE there counts for everything all CTEs name.
 */
export function relationsOnOptionalSide(definition: string): ReadonlySet<string> {
  const tree = statementsOf(definition).map((statement) => statement.fields);
  const sides = findAll(tree, 'JoinExpr').flatMap((join) => {
    const optional = { JOIN_LEFT: ['rarg'], JOIN_RIGHT: ['larg'], JOIN_FULL: ['larg', 'rarg'] }[String(join['jointype'])] ?? [];
    return optional.map((side) => join[side]);
  });
  const named = findAll(sides, 'RangeVar');
  const throughCte = named.some((range) => range['schemaname'] === undefined);
  const ranges = throughCte ? [...named, ...findAll(findAll(tree, 'CommonTableExpr'), 'RangeVar')] : named;
  return new Set(ranges.map((range) => `${String(range['schemaname'])}.${String(range['relname'])}`));
}

/** Grouping sets make a grouped column null in the rows of the coarser groups. */
const hasGroupingSets = (definition: string): boolean => findAll(statementsOf(definition).map((each) => each.fields), 'GroupingSet').length > 0;

/** Follows columns of views to the tables they are copied from. */
export class Origins {
  readonly #byId: ReadonlyMap<number, CatalogRelation>;
  readonly #vocabularies: ReadonlySet<string>;

  constructor(catalog: Catalog, vocabularies: ReadonlySet<string>) {
    this.#byId = new Map(catalog.relations.map((relation) => [relation.id, relation]));
    this.#vocabularies = vocabularies;
  }

  /** What is known about a column of a relation, its tags included. */
  of(relation: CatalogRelation, number: number): Origin {
    const position = relation.columns.findIndex((column) => column.number === number);
    const column = relation.columns[position];
    if (!column) return { nullable: true, words: undefined };
    if (relation.kind === 'table') {
      const key = vocabularyKey({ schema: relation.schema, table: relation.name, column: column.name });
      return { nullable: !column.notNull, words: this.#vocabularies.has(key) ? key : undefined };
    }
    const traced = this.#trace(relation, position);
    const object = `column ${relation.schema}.${relation.name}.${column.name}`;
    const tags = readComment(column.comment, object, this.#vocabularies);
    requireNames(tags, object, ['']);
    return { nullable: traced.nullable && !tags.notNull.has(''), words: tags.words.get('') ?? traced.words };
  }

  #trace(view: CatalogRelation, position: number): Origin {
    const from = view.origins[position];
    const source = from && this.#byId.get(from.relation);
    if (!source) return { nullable: true, words: undefined };
    const origin = this.of(source, from.column);
    const definition = view.definition ?? '';
    const optional = hasGroupingSets(definition) || relationsOnOptionalSide(definition).has(`${source.schema}.${source.name}`);
    return { nullable: origin.nullable || optional, words: origin.words };
  }
}

/** The views of schema api by name. */
export function readViews(catalog: Catalog, vocabularies: ReadonlySet<string>): View[] {
  const origins = new Origins(catalog, vocabularies);
  const views = catalog.relations.filter((relation) => relation.schema === 'api' && relation.kind === 'view');
  return views.map((view) => ({
    name: view.name,
    comment: readComment(view.comment, `view api.${view.name}`, vocabularies).text,
    columns: view.columns.map((column): Field => {
      const { nullable, words } = origins.of(view, column.number);
      const comment = readComment(column.comment, `column api.${view.name}.${column.name}`, vocabularies).text;
      return { name: column.name, type: column.type, nullable, comment, ...(words === undefined ? {} : { words }) };
    }),
  }));
}
