-- An enum or a domain: a word can be added to an enum but never taken away, and both hide what a column allows from those who read the
-- table.
-- Repair: varchar or text with a CHECK list.
select
  t.oid::regtype::text as object,
  case t.typtype when 'e' then 'is an enum' else 'is a domain' end as finding
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
where n.nspname in ('public', 'api', 'analytics')
  and t.typtype in ('e', 'd')
  and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
order by 1
