// Reads what the database knows about itself. The only place of the generator that talks to a server.
import { readFileSync } from 'node:fs';
import type pg from 'pg';

export interface CatalogColumn {
  number: number;
  name: string;
  /** As PostgreSQL writes the type, without length: `character varying`, `text[]`. */
  type: string;
  notNull: boolean;
  comment: string | null;
}

export interface CatalogRelation {
  id: number;
  schema: string;
  name: string;
  kind: 'table' | 'view' | 'materialized view';
  comment: string | null;
  /** The query of a view. */
  definition: string | null;
  columns: CatalogColumn[];
  /** Of a view: for each column of its query the relation and column it is copied from, 0 and 0 if it is computed. */
  origins: { relation: number; column: number }[];
}

/** A CHECK constraint over exactly one column. */
export interface CatalogCheck {
  schema: string;
  table: string;
  name: string;
  expression: string;
}

export interface CatalogFunction {
  schema: string;
  name: string;
  volatility: 'i' | 's' | 'v';
  returnsSet: boolean;
  returnType: string;
  /** Schema and name of the relation whose row is returned. */
  returnRelation: string | null;
  comment: string | null;
  source: string;
  /** mode: i in, o out, b both, v variadic, t column of `returns table`. */
  arguments: { name: string; type: string; mode: 'i' | 'o' | 'b' | 'v' | 't'; hasDefault: boolean }[];
}

export interface Catalog {
  relations: CatalogRelation[];
  checks: CatalogCheck[];
  functions: CatalogFunction[];
}

const QUERY = readFileSync(new URL('catalog.sql', import.meta.url), 'utf8');

/**
 * One consistent picture of the schemas public, api and analytics. The login must be able to read every
 * relation that a view names.
 */
export async function readCatalog(client: pg.ClientBase): Promise<Catalog> {
  await client.query('begin isolation level repeatable read read only');
  try {
    // With nothing else on the path the catalog prints every name with its schema.
    await client.query('set local search_path = pg_catalog');
    const result = await client.query<{ catalog: Catalog }>(QUERY);
    const catalog = result.rows[0]?.catalog;
    if (!catalog) throw new Error('the catalog query gave no row');
    for (const relation of catalog.relations) relation.origins = await originsOf(client, relation);
    return catalog;
  } finally {
    await client.query('rollback');
  }
}

/**
 * Asks the server itself where the columns of a view come from: the description of a result names table and
 * column of everything that is copied as it is, through joins, CTEs and GROUP BY, and nothing for expressions
 * and unions. (The rewritten query in pg_rewrite claims origins for unions, wrongly.)
 */
async function originsOf(client: pg.ClientBase, relation: CatalogRelation): Promise<CatalogRelation['origins']> {
  if (relation.definition === null) return [];
  const query = relation.definition.trimEnd().replace(/;$/, '');
  const described = await client.query(`select * from (${query}) v limit 0`);
  return described.fields.map((field) => ({ relation: field.tableID, column: field.columnID }));
}
