// Asks the extension plpgsql_check about functions of ours: each PL/pgSQL function by itself, each trigger function
// once for every table and every set of transition tables that a trigger gives it.
import type pg from 'pg';

export interface Finding {
  /** `schema.name`, and for a trigger function ` on schema.table`. */
  subject: string;
  /** Line of the body; null when it is about the whole function. */
  line: number | null;
  /** error, warning, warning extra, performance, security or compatibility. */
  level: string;
  message: string;
  detail: string | null;
}

// Every kind is switched on. fatal_errors off: all findings of a function, not just the first. About a trigger function
// without a trigger nothing can be asked, so that is a finding itself.
const FINDINGS = `
  with functions as (
    select p.oid, n.nspname || '.' || p.proname as name, p.prorettype = 'trigger'::regtype as is_trigger
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where n.nspname in ('public', 'api', 'analytics')
      and l.lanname = 'plpgsql'
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  ),
  cases as (
    select distinct f.oid, f.name, coalesce(t.tgrelid, 0) as relation, t.tgoldtable as old_table, t.tgnewtable as new_table
    from functions f
    left join pg_trigger t on f.is_trigger and t.tgfoid = f.oid
    where t.oid is not null or not f.is_trigger
  ),
  findings as (
    select f.name as subject, null::integer as lineno, 'error' as level, 'trigger function without a trigger' as message, null as detail
    from functions f
    where f.is_trigger and not exists (select from pg_trigger t where t.tgfoid = f.oid)
    union all
    select c.name || coalesce(' on ' || nullif(c.relation, 0)::regclass, ''), k.lineno, k.level, k.message, k.detail
    from cases c
    left join lateral public.plpgsql_check_function_tb(
      c.oid, c.relation, fatal_errors => false, oldtable => c.old_table, newtable => c.new_table,
      other_warnings => true, extra_warnings => true, performance_warnings => true, security_warnings => true, compatibility_warnings => true
    ) k on true
  )`;

export async function findings(client: pg.ClientBase): Promise<Finding[]> {
  const found = await client.query<Finding>(`
    ${FINDINGS}
    select distinct subject, lineno as line, level, message, detail from findings where message is not null order by 1, 2, 4, 5`);
  return found.rows;
}

/** What was asked about, so that an empty list of findings cannot come from an empty list of questions. */
export async function subjects(client: pg.ClientBase): Promise<string[]> {
  const found = await client.query<{ subject: string }>(`${FINDINGS} select distinct subject from findings order by 1`);
  return found.rows.map((row) => row.subject);
}
