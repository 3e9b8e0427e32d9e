// Which functions of ours the tests call. A whole run (TEST_FUNCTIONS_DIR, set by scripts/bootstrap.mjs) leaves in that
// directory the list of functions and, for each test database, the names of those that were called in it; at the end
// the reporter names the ones that nobody called.
//
// PostgreSQL counts the calls (track_functions). It does not count a call that ends in an error, nor a function of
// language sql that is inlined: such a one counts as called when something that was called calls it.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

export interface FunctionOfOurs {
  name: string;
  mayBeInlined: boolean;
  body: string;
}

interface Functions {
  functions: FunctionOfOurs[];
  /** Text of all that calls functions and is none itself: views, policies, constraints, defaults, indexes, triggers. */
  callers: string;
}

const OURS = "n.nspname in ('public', 'api', 'analytics')";

const FUNCTIONS = `
  select n.nspname || '.' || p.proname as name,
    l.lanname = 'sql' and p.proconfig is null and not p.prosecdef as "mayBeInlined",
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  join pg_language l on l.oid = p.prolang
  where ${OURS}
    and p.prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by 1`;

const CALLERS = `
  with relations as (select c.oid, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS})
  select string_agg(x.text, E'\\n') as callers
  from (
    select pg_get_viewdef(r.oid) as text from relations r where r.relkind in ('v', 'm')
    union all
    select concat(pg_get_expr(p.polqual, p.polrelid), ' ', pg_get_expr(p.polwithcheck, p.polrelid)) from pg_policy p
    union all
    select pg_get_constraintdef(k.oid) from pg_constraint k join relations r on r.oid = k.conrelid where k.contype = 'c'
    union all
    select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join relations r on r.oid = d.adrelid
    union all
    select pg_get_indexdef(r.oid) from relations r where r.relkind = 'i'
    union all
    select pg_get_triggerdef(t.oid) from pg_trigger t join relations r on r.oid = t.tgrelid
  ) x`;

const LIST = 'functions.json';

/** Writes down which functions there are. Called once, on the migrated template. */
export async function listFunctions(client: pg.ClientBase, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await client.query('set search_path = pg_catalog'); // so that definitions name our schemas
  const functions = await client.query<FunctionOfOurs>(FUNCTIONS);
  const callers = await client.query<{ callers: string }>(CALLERS);
  writeFileSync(join(directory, LIST), JSON.stringify({ functions: functions.rows, callers: callers.rows[0]?.callers ?? '' } satisfies Functions));
}

/**
 * Writes down which functions were called in this database. Sessions that are still there are ended first: they
 * hand in their counts when they go. Needs a superuser, and is called when the database is no longer wanted.
 */
export async function recordCalls(client: pg.ClientBase, directory: string): Promise<void> {
  await client.query(`
    select pg_terminate_backend(a.pid, 2000) from pg_stat_activity a
    where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'`);
  const called = await client.query<{ database: string; name: string }>(
    "select current_database() as database, schemaname || '.' || funcname as name from pg_stat_user_functions",
  );
  for (const { database, name } of called.rows) appendFileSync(join(directory, `${database}.called`), `${name}\n`);
}

const calls = (text: string, name: string): boolean => new RegExp(`\\b${name.replace('.', '\\.')}\\s*\\(`).test(text);

/** Names of the functions that were not called. `elsewhere` is other text in which the call of an inlined one counts. */
export function neverCalled(functions: readonly FunctionOfOurs[], called: ReadonlySet<string>, elsewhere: string): string[] {
  const reached = new Set(called);
  let before = -1;
  while (reached.size > before) {
    before = reached.size;
    const text = [elsewhere, ...functions.filter((one) => reached.has(one.name)).map((one) => one.body)].join('\n');
    for (const one of functions) if (one.mayBeInlined && calls(text, one.name)) reached.add(one.name);
  }
  return functions.map((one) => one.name).filter((name) => !reached.has(name));
}

/** The functions that no test of this run called; undefined when the server did not count (it was given, not ours). */
export function neverCalledIn(directory: string, tests: string): string[] | undefined {
  const list = join(directory, LIST);
  if (!existsSync(list)) return undefined;
  const { functions, callers } = JSON.parse(readFileSync(list, 'utf8')) as Functions;
  const read = (path: string): string => readFileSync(path, 'utf8');
  const called = readdirSync(directory).filter((name) => name.endsWith('.called')).flatMap((name) => read(join(directory, name)).split('\n'));
  const sources = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'));
  return neverCalled(functions, new Set(called), [callers, ...sources.map((path) => read(join(tests, path)))].join('\n'));
}
