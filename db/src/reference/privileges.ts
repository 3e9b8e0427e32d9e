// Who may do what with which object of our schemas, printed from the catalog: one line for each object and role.
import type pg from 'pg';

/**
 * PUBLIC is asked for too: what it has, everybody has. What the watchdog has through the logins of analysts, of which there may be some or
 * none at the moment, is theirs.
 */
const QUERY = `
  with roles (role, through) as (
    values ('public', null), ('app_user', null), ('app_api', null), ('app_worker', null), ('app_definer', null), ('app_masker', null), ('app_analyst', null), ('app_login_maker', 'app_analyst'),
      ('app_watchdog', 'app_analyst')
  ),
  ours as (select n.oid, n.nspname from pg_namespace n where n.nspname in ('public', 'api', 'analytics', 'graphile_worker')),
  relations as (
    select c.oid, format('%I.%I', o.nspname, c.relname) as name, c.relkind
    from pg_class c join ours o on o.oid = c.relnamespace
    where o.nspname <> 'graphile_worker' and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  ),
  lines as (
    select 0 as place, format('schema %I', o.nspname) as object, r.role,
      concat_ws(' ', case when has_schema_privilege(r.role, o.oid, 'usage') and has_schema_privilege(r.through, o.oid, 'usage') is not true then 'usage' end, case when has_schema_privilege(r.role, o.oid, 'create') then 'create' end) as may
    from ours o, roles r
    union all
    select 1, format('%s %s', case t.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, t.name), r.role,
      concat_ws(' ', (
        select string_agg(p.verb, ' ' order by p.place)
        from (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete'), (5, 'truncate'), (6, 'references'), (7, 'trigger')) as p (place, verb)
        where has_table_privilege(r.role, t.oid, p.verb) and has_table_privilege(r.through, t.oid, p.verb) is not true
      ), (
        select string_agg(x.verb || ' (' || x.columns || ')', ' ')
        from (
          select p.verb, string_agg(a.attname, ', ' order by a.attnum) as columns
          from (values ('select'), ('insert'), ('update'), ('references')) as p (verb)
          join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
          where not has_table_privilege(r.role, t.oid, p.verb) and has_column_privilege(r.role, t.oid, a.attnum, p.verb) and has_column_privilege(r.through, t.oid, a.attnum, p.verb) is not true
          group by p.verb
        ) x
      ))
    from relations t, roles r
    where t.relkind <> 'S'
    union all
    select 2, format('sequence %s', t.name), r.role,
      (select string_agg(p.verb, ' ') from (values ('usage'), ('select'), ('update')) as p (verb) where has_sequence_privilege(r.role, t.oid, p.verb))
    from relations t, roles r
    where t.relkind = 'S'
    union all
    select 3, format('function %s', p.oid::regprocedure), r.role, case when has_function_privilege(r.role, p.oid, 'execute') and has_function_privilege(r.through, p.oid, 'execute') is not true then 'execute' end
    from pg_proc p join ours o on o.oid = p.pronamespace, roles r
    -- the definer owns most functions; what it may execute is no secret and no risk
    where o.nspname <> 'graphile_worker' and r.role <> 'app_definer'
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  )
  select l.object || coalesce(': ' || string_agg(l.role || ' ' || l.may, '; ' order by l.role collate "C") filter (where l.may <> ''), '') as line
  from lines l
  group by l.place, l.object
  order by l.place, l.object collate "C"`;

/** The matrix as text, a line for each object; an object nobody has any right to is a line with its name alone. */
export async function printPrivileges(client: pg.ClientBase): Promise<string> {
  await client.query('set search_path = pg_catalog');
  const printed = await client.query<{ line: string }>(QUERY);
  return printed.rows.map((row) => `${row.line}\n`).join('');
}
