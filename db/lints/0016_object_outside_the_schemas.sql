-- A table, view, sequence or function of ours stands outside public, api and analytics, where no lint, no grant and no document looks.
-- Repair: create it in one of the three. What extensions and tools keep in schemas of their own is listed.
with allowed (schema_name, reason) as (
  values
    ('graphile_migrate', 'the migrations that have run'),
    ('graphile_worker', 'the jobs')
),
strangers as (
  select n.oid, n.nspname
  from pg_namespace n
  where n.nspname not in ('public', 'api', 'analytics', 'information_schema')
    and n.nspname !~ '^pg_'
    and not exists (select from allowed a where a.schema_name = n.nspname)
)
select format('%I.%I', s.nspname, c.relname) as object, 'stands outside public, api and analytics' as finding
from pg_class c
join strangers s on s.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
union all
select p.oid::regprocedure::text, 'stands outside public, api and analytics'
from pg_proc p
join strangers s on s.oid = p.pronamespace
where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
order by 1
