-- A materialized view knows no row security: whoever may read it reads all tenants.
-- Repair: revoke, let it belong to a role without login, and give readers a view that filters.
select
  c.oid::regclass::text as object,
  coalesce(format('%s may read it', nullif(string_agg(distinct case g.grantee when 0 then 'PUBLIC' else g.grantee::regrole::text end, ', '), '')),
    format('belongs to %s, which can log in', c.relowner::regrole)) as finding
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_roles r on r.oid = c.relowner
left join lateral (
  select x.grantee from aclexplode(c.relacl) x where x.grantee <> c.relowner
  union
  select x.grantee from pg_attribute a cross join lateral aclexplode(a.attacl) x where a.attrelid = c.oid and x.grantee <> c.relowner
) g on true
where n.nspname in ('public', 'api', 'analytics')
  and c.relkind = 'm'
  and (g.grantee is not null or r.rolcanlogin)
group by c.oid, c.relowner
order by 1
