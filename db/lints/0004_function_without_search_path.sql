-- The body of a function is text that is parsed when it runs, and nothing pins the search_path it is parsed
-- with: whoever can create objects in a schema of the caller's path can make it call something else.
-- Repair: `set search_path = pg_catalog, pg_temp` in the function, and every name in it with its schema. A
-- function with `return …` or `begin atomic` is bound when it is created and needs neither.
select
  p.oid::regprocedure::text as object,
  'no set search_path = pg_catalog, pg_temp' as finding
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
where n.nspname in ('public', 'api', 'analytics')
  and l.lanname in ('sql', 'plpgsql')
  and p.prosqlbody is null
  and not ('search_path=pg_catalog, pg_temp' = any (coalesce(p.proconfig, '{}')))
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
order by 1
