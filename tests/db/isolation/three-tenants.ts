// Three tenants, Ada, Bo and Cy, with two rows in every table that can hold something of theirs. Every text, json and array
// cell carries its tenant's mark, every id and every telephone number its tenant's beginning, so that whatever of others
// shows up before Ada can be recognised in any form. Row 2 of a table is one to which nothing refers.
//
// Cells are filled from the catalog; what a constraint or a key demands stands in tables.ts. A table or column that
// can neither be filled nor is described there fails the test.
import type pg from 'pg';
import { TABLES } from './tables.ts';

export type Letter = 'a' | 'b' | 'c';

export interface Owner {
  letter: Letter;
  mark: string;
  userId: string;
  /** Token of a live session. */
  token: string;
  /** Id of row n of a table, as text. */
  id: (table: string, n?: 1 | 2) => string;
  phone: (n: number) => string;
}

/** Anything of Bo's or Cy's: mark, id, number. */
export const OF_OTHERS = /qz[BC]|bbbbbbbb-|cccccccc-|\+447900[23]/;
export const OF_ADA = /qzA|aaaaaaaa-|\+4479001/;

const PLAIN = new Set(['text', 'character varying', 'jsonb', 'text[]']);

interface Column {
  name: string;
  type: string;
  length: number | null;
  filled_by_server: boolean;
  needed: boolean;
}

async function columnsOf(client: pg.ClientBase, table: string): Promise<Column[]> {
  const found = await client.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       case when a.atttypid = 'varchar'::regtype and a.atttypmod > 4 then a.atttypmod - 4 end as length,
       a.attidentity <> '' or a.attgenerated <> '' as filled_by_server,
       a.attnotnull and not a.atthasdef as needed
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
  return found.rows;
}

function cell(column: Column, mark: string): unknown {
  if (column.type === 'jsonb') return JSON.stringify({ mark });
  if (column.type === 'text[]') return [mark];
  return column.length === null ? mark : mark.slice(0, column.length);
}

async function fill(client: pg.ClientBase, owner: Owner, table: string, columns: readonly Column[], n: 1 | 2): Promise<void> {
  const described = TABLES[table];
  if (described === undefined) throw new Error(`tables.ts does not describe ${table}`);
  const given: Record<string, unknown> = described.row(owner, n);
  const values = new Map<string, unknown>();
  for (const column of columns) {
    if (column.name in given) values.set(column.name, given[column.name]);
    else if (column.name === 'user_id') values.set('user_id', owner.userId);
    else if (column.name === 'id' && column.type === 'uuid') values.set('id', owner.id(table, n));
    else if (!column.filled_by_server && PLAIN.has(column.type)) values.set(column.name, cell(column, `${owner.mark} ${table}.${column.name} ${n}`));
    else if (column.needed && !column.filled_by_server) throw new Error(`tables.ts does not say what ${table}.${column.name} holds`);
  }
  const names = [...values.keys()];
  await client.query(
    `insert into ${table} (${names.join(', ')}) overriding system value values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    [...values.values()],
  );
}

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');

/** Ids with a number instead of a uuid start at different thousands, too. */
const BIGINT_IDS = ['public.dispatch_lanes', 'public.reconciliations', 'public.ui_events', 'public.webhook_events'];

const PLACE: Readonly<Record<Letter, number>> = { a: 1, b: 2, c: 3 };

function owner(letter: Letter): Owner {
  const names = Object.keys(TABLES);
  const id = (table: string, n: 1 | 2 = 1): string => {
    if (BIGINT_IDS.includes(table)) return String(PLACE[letter] * 1000 + n);
    return `${letter.repeat(8)}-0000-4000-8000-${hex(names.indexOf(table) + 1, 8)}${hex(n, 4)}`;
  };
  return {
    letter,
    mark: `qz${letter.toUpperCase()}`,
    userId: id('public.users'),
    token: `token of ${letter}`,
    id,
    phone: (n) => `+447900${PLACE[letter]}${String(n).padStart(5, '0')}`,
  };
}

export interface Cast {
  ada: Owner;
  bo: Owner;
  cy: Owner;
}

/** Fills all tables for the three, on a connection that acts as app_definer. */
export async function threeTenants(client: pg.ClientBase): Promise<Cast> {
  const cast = { ada: owner('a'), bo: owner('b'), cy: owner('c') };
  // Their numbers ring nobody, so that no hour of the day keeps a function from answering.
  await client.query("insert into public.fictional_numbers (pattern, source) values ('^\\+447900', 'this cast') on conflict do nothing");
  for (const [table, { rows }] of Object.entries(TABLES)) {
    const columns = await columnsOf(client, table);
    for (const who of [cast.ada, cast.bo, cast.cy])
      for (const n of rows === 1 ? [1 as const] : [1 as const, 2 as const]) await fill(client, who, table, columns, n);
  }
  return cast;
}

/** As `threeTenants` leaves them, their accounts are being deleted, of which a table is full; where they shall live, this comes next. */
export const neitherLeaves = (owner: pg.ClientBase): Promise<unknown> => owner.query('set role app_migrator; truncate public.account_deletions');

/** Opens a transaction as the API does for the holder of a token. */
export async function begin(client: pg.ClientBase, token: string): Promise<void> {
  await client.query('begin');
  await client.query("select set_config('role', 'app_user', true), set_config('app.session_token', $1, true)", [token]);
}

export interface Outcome {
  /** Rows as JSON text, or '' when it failed. */
  rows: string;
  count: number;
  code: string;
  /** Message, detail and hint of the failure. */
  error: string;
}

/** Runs a statement in a savepoint that is rolled back; never throws for what the server refuses. */
export async function attempt(client: pg.ClientBase, sql: string, values: unknown[] = []): Promise<Outcome> {
  await client.query('savepoint attempt');
  try {
    const result = await client.query(sql, values);
    return { rows: JSON.stringify(result.rows), count: result.rowCount ?? 0, code: '', error: '' };
  } catch (error) {
    const { code = '', message = '', detail = '', hint = '' } = error as { code?: string; message?: string; detail?: string; hint?: string };
    if (code === '') throw error;
    return { rows: '', count: 0, code, error: [message, detail, hint].join(' | ') };
  } finally {
    await client.query('rollback to attempt; release attempt');
  }
}
