-- A timestamp without a zone: nobody can say which instant it is.
-- Repair: `timestamptz` for an instant, `date` or `time` for what is local on purpose.
select
  format('column %s.%I', c.oid::regclass, a.attname) as object,
  format('is a %s', format_type(a.atttypid, null)) as finding
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'api', 'analytics')
  and c.relkind in ('r', 'p', 'v', 'm')
  and a.attnum > 0
  and not a.attisdropped
  and a.atttypid in ('timestamp'::regtype, 'timestamp[]'::regtype, 'timetz'::regtype)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
union all
select p.oid::regprocedure::text, 'takes or returns a timestamp without time zone'
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'api', 'analytics')
  and ('timestamp'::regtype = p.prorettype or 'timestamp'::regtype = any (coalesce(p.proallargtypes, p.proargtypes::oid[])))
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
order by 1
