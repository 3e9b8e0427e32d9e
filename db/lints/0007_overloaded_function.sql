-- Two functions share a name. Calls with fewer arguments become ambiguous, and an old signature left behind goes
-- on being called.
-- Repair: drop the old signature in the migration that brings the new one, or give one of the two another name.
select
  format('%I.%I', n.nspname, p.proname) as object,
  format('%s signatures: %s', count(*), string_agg(format('(%s)', pg_get_function_identity_arguments(p.oid)), ', ' order by p.oid)) as finding
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'api', 'analytics')
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
group by n.nspname, p.proname
having count(*) > 1
order by 1
