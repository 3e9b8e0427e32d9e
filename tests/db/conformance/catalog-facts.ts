// The same facts as in reference-facts.ts, read from the catalog of a migrated database.
import type pg from 'pg';
import { checkRule } from './check-rules.ts';
import type { ColumnFacts } from './reference-facts.ts';

export interface CatalogTable {
  columns: Record<string, ColumnFacts>;
  /** Unique constraints and unique indexes, primary keys left out: sorted columns, and how the rule differs from a plain one. */
  unique: { columns: string; limit: string }[];
  /** Method and columns by index name. */
  indexes: Record<string, string>;
  /** Columns held by some index, and by a GIN index. */
  indexed: string[];
  ginIndexed: string[];
  /** Row triggers before update that call update_updated_at_column. */
  updatedAtTriggers: string[];
  /** Names of checks that are neither a list of words nor bounds of one column. */
  checks: string[];
}

interface ColumnRow { table: string; name: string; type: string; nullable: boolean; default: string | null; primary_key: boolean; serial: boolean }
interface IndexRow { table: string; name: string; method: string; columns: string[]; printed: string; is_unique: boolean; is_partial: boolean; nulls_distinct: boolean }
interface KeyRow { table: string; column: string; target: string; action: string }
interface CheckRow { table: string; name: string; expression: string }

const COLUMNS = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
    case when a.attgenerated <> '' then 'generated' else pg_get_expr(d.adbin, d.adrelid) end as default,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as primary_key,
    coalesce(pg_get_serial_sequence(c.oid::regclass::text, a.attname) is not null and a.attidentity = '', false) as serial
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`;

const INDEXES = `
  select t.relname as table, x.relname as name, m.amname as method, i.indisunique and not i.indisprimary as is_unique,
    (select array_agg(coalesce(a.attname, '?')::text order by k.nr) from unnest(i.indkey::int2[]) with ordinality k (attnum, nr)
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum) as columns,
    pg_get_indexdef(i.indexrelid) as printed,
    i.indpred is not null as is_partial, not i.indnullsnotdistinct as nulls_distinct
  from pg_index i
  join pg_class t on t.oid = i.indrelid
  join pg_class x on x.oid = i.indexrelid
  join pg_am m on m.oid = x.relam
  where t.relnamespace = 'public'::regnamespace and t.relkind = 'r'`;

const KEYS = `
  select c.relname as table, a.attname as column, f.relname as target,
    case k.confdeltype when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'r' then 'RESTRICT' when 'd' then 'SET DEFAULT' else 'NO ACTION' end as action
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_class f on f.oid = k.confrelid
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.contype = 'f' and c.relnamespace = 'public'::regnamespace`;

const CHECKS = `
  select c.relname as table, k.conname as name, pg_get_expr(k.conbin, k.conrelid) as expression
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  where k.contype = 'c' and c.relnamespace = 'public'::regnamespace`;

// 19 = for each row (1) + before (2) + update (16), and nothing else
const UPDATED_AT_TRIGGERS = `
  select c.relname as table, t.tgname as name
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_proc p on p.oid = t.tgfoid
  where t.tgtype = 19 and t.tgenabled <> 'D' and p.proname = 'update_updated_at_column' and c.relnamespace = 'public'::regnamespace`;

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^character varying/, 'varchar'],
  [/^timestamp with time zone/, 'timestamptz'],
  [/^time without time zone/, 'time'],
];

const shortType = (type: string): string => SHORT.reduce((text, [long, short]) => text.replace(long, short), type);

/** "'user'::character varying" → "'user'", "public.uuid_generate_v4()" → "uuid_generate_v4()". */
const bareDefault = (expression: string): string => expression.replace(/::[a-z ]+(\(\d+\))?(\[\])?$/, '').replace(/^public\./, '');

function columnFacts(row: ColumnRow): ColumnFacts {
  return {
    type: row.serial ? 'serial' : shortType(row.type),
    ...(row.nullable && { nullable: true }),
    ...(row.default !== null && !row.serial && { default: bareDefault(row.default) }),
    ...(row.primary_key && { primaryKey: true }),
  };
}

async function addCheck(table: CatalogTable, row: CheckRow): Promise<void> {
  const rule = await checkRule(row.expression);
  const column = rule && table.columns[rule.column];
  if (!column) {
    table.checks.push(row.name);
    return;
  }
  if (rule.words) column.words = rule.words.join('/');
  else column.range = `${rule.atLeast ?? ''}..${rule.atMost ?? ''}`;
}

function addIndex(table: CatalogTable, row: IndexRow): void {
  // "… USING btree (a, b DESC) WHERE …": what is indexed, in which order.
  const columns = /\((.*?)\)(?: INCLUDE| NULLS| WITH| WHERE|$)/.exec(row.printed)?.[1] ?? row.printed;
  table.indexes[row.name] = row.method === 'btree' ? columns : `${row.method} (${columns})`;
  table.indexed.push(...row.columns);
  if (row.method === 'gin') table.ginIndexed.push(...row.columns);
  if (!row.is_unique) return;
  const limits = [row.nulls_distinct ? '' : 'nulls not distinct', row.is_partial ? 'in part' : ''];
  table.unique.push({ columns: row.columns.toSorted().join(', '), limit: limits.filter(Boolean).join(', ') });
}

/** Reads all tables of schema public. */
export async function readCatalog(client: pg.ClientBase): Promise<Record<string, CatalogTable>> {
  const tables: Record<string, CatalogTable> = {};
  const table = (name: string): CatalogTable =>
    (tables[name] ??= { columns: {}, unique: [], indexes: {}, indexed: [], ginIndexed: [], updatedAtTriggers: [], checks: [] });

  for (const row of (await client.query<ColumnRow>(COLUMNS)).rows) table(row.table).columns[row.name] = columnFacts(row);
  for (const row of (await client.query<IndexRow>(INDEXES)).rows) addIndex(table(row.table), row);
  for (const row of (await client.query<KeyRow>(KEYS)).rows) {
    const column = table(row.table).columns[row.column];
    if (column) column.references = `${row.target} ${row.action}`;
  }
  for (const row of (await client.query<CheckRow>(CHECKS)).rows) await addCheck(table(row.table), row);
  for (const row of (await client.query<{ table: string; name: string }>(UPDATED_AT_TRIGGERS)).rows) table(row.table).updatedAtTriggers.push(row.name);
  return tables;
}
