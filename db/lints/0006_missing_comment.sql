-- An object has no COMMENT. The reference document, the generator and every analyst read the catalog; what is not
-- said there is not said.
-- Repair: `comment on …` in the object's file in db/sql: what it is, in which unit, one row per what; for a function
-- the keys it raises and who calls it.
with ours as (
  select n.oid, n.nspname
  from pg_namespace n
  where n.nspname in ('public', 'api', 'analytics')
),
relations as (
  select c.oid, c.relkind
  from pg_class c
  join ours o on o.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
),
objects as (
  select format('schema %I', o.nspname) as object, obj_description(o.oid, 'pg_namespace') as comment
  from ours o
  union all
  select format('%s %s', case r.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, r.oid::regclass),
    obj_description(r.oid, 'pg_class')
  from relations r
  union all
  select format('column %s.%I', r.oid::regclass, a.attname), col_description(r.oid, a.attnum)
  from relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  union all
  select format('function %s', p.oid::regprocedure), obj_description(p.oid, 'pg_proc')
  from pg_proc p
  join ours o on o.oid = p.pronamespace
  where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all
  select format('policy %I on %s', p.polname, r.oid::regclass), obj_description(p.oid, 'pg_policy')
  from pg_policy p
  join relations r on r.oid = p.polrelid
  union all
  select format('trigger %I on %s', t.tgname, r.oid::regclass), obj_description(t.oid, 'pg_trigger')
  from pg_trigger t
  join relations r on r.oid = t.tgrelid
  where not t.tgisinternal
)
select o.object, 'has no comment' as finding
from objects o
where coalesce(trim(o.comment), '') = ''
order by 1
