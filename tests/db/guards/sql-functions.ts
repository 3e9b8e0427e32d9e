// Functions of language sql: their bodies are analysed when they are created and planned when they run. Here both are
// done without running them.
import { type Fields, asKind, asList, findAll } from '@callgres/db/generate/parse-tree';
import { parseSync } from 'libpg-query';
import type pg from 'pg';

interface SqlFunction {
  name: string;
  definition: string;
  body: string;
  argument_types: string[];
  /** '' for an argument without a name. */
  argument_names: string[];
}

const FUNCTIONS = `
  select n.nspname || '.' || p.proname as name,
    pg_get_functiondef(p.oid) as definition,
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body,
    array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, place) order by place) as argument_types,
    array(
      select coalesce(a.name, '') from unnest(p.proargnames, p.proargmodes) with ordinality as a (name, mode, place)
      where coalesce(a.mode, 'i') in ('i', 'b', 'v')
      order by a.place
    ) as argument_names
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  join pg_language l on l.oid = p.prolang
  where n.nspname in ('public', 'api', 'analytics')
    and l.lanname = 'sql'
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by 1`;

/** The body as plain statements: what stands between BEGIN ATOMIC and END, or the query that RETURN stands for. */
function plainBody(body: string): string {
  const atomic = /^\s*begin\s+atomic\s([\s\S]*)\bend\s*$/i.exec(body)?.[1];
  return atomic ?? body.replace(/^\s*return\s/i, 'select ');
}

/** The parts of a column reference: `c.id` is c and id. What is no name, the star, is ''. */
function partsOf(column: Fields): string[] {
  return asList(column['fields']).map((part) => {
    const name = asKind(part, 'String')?.['sval'];
    return typeof name === 'string' ? name : '';
  });
}

/** The statements of a function, its parameters replaced by $1, $2, … */
export function statements({ name, body, argument_names }: Pick<SqlFunction, 'name' | 'body' | 'argument_names'>): string[] {
  const text = Buffer.from(plainBody(body)); // the parser counts bytes
  const ownName = name.split('.').at(-1) ?? '';
  /** A parameter is written p or function.p, and in either case a column of it may follow. */
  const parameterIn = (column: Fields): { at: number; written: string; place: number } | undefined => {
    const [first = '', second = ''] = partsOf(column);
    const isQualified = first === ownName && argument_names.includes(second);
    const parameter = isQualified ? second : first;
    if (parameter === '' || !argument_names.includes(parameter)) return undefined;
    const at = Number(column['location'] ?? 0);
    const written = isQualified ? `${ownName}.${parameter}` : parameter;
    if (text.toString('utf8', at, at + written.length) !== written) throw new Error(`${name}: ${written} is not written plainly`);
    return { at, written, place: argument_names.indexOf(parameter) + 1 };
  };
  return asList(parseSync(text.toString()).stmts).map((entry) => {
    const { stmt, stmt_location: start = 0, stmt_len: length } = entry as { stmt: unknown; stmt_location?: number; stmt_len?: number };
    const parameters = findAll(stmt, 'ColumnRef').flatMap((column) => parameterIn(column) ?? []).sort((a, b) => a.at - b.at);
    const pieces: string[] = [];
    let from = start;
    for (const { at, written, place } of parameters) {
      pieces.push(text.toString('utf8', from, at), `($${place})`);
      from = at + written.length;
    }
    return [...pieces, text.toString('utf8', from, length === undefined ? text.length : start + length)].join('').trim();
  });
}

/** What PostgreSQL says against a function's body: created anew from its definition, then planned for any argument. */
async function complaint(client: pg.ClientBase, { argument_types, ...one }: SqlFunction): Promise<string | undefined> {
  try {
    await client.query(one.definition);
    for (const statement of statements(one)) {
      const types = argument_types.length > 0 ? `(${argument_types.join(', ')})` : '';
      await client.query(`prepare probe${types} as ${statement}`);
      await client.query(`explain execute probe${types && `(${argument_types.map(() => 'null').join(', ')})`}`);
      await client.query('deallocate probe');
    }
    return undefined;
  } catch (error) {
    return `${one.name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Analyses and plans every SQL function in the open transaction; returns their names and what is said against them. */
export async function planSqlFunctions(client: pg.ClientBase): Promise<{ names: string[]; complaints: string[] }> {
  await client.query('set local search_path = pg_catalog, pg_temp; set local check_function_bodies = on; set local plan_cache_mode = force_generic_plan');
  const found = await client.query<SqlFunction>(FUNCTIONS);
  const complaints: string[] = [];
  for (const one of found.rows) {
    await client.query('savepoint one');
    const said = await complaint(client, one);
    if (said !== undefined) complaints.push(said);
    await client.query('rollback to one; deallocate all');
  }
  return { names: found.rows.map((row) => row.name), complaints };
}
