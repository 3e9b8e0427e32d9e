-- Everybody who can connect may use an object: a right is given to PUBLIC. For functions that is PostgreSQL's
-- default, so it happens by forgetting.
-- Repair: `revoke all on … from public` beside the object, then grant to the roles that need it.
with ours as (
  select n.oid, n.nspname, n.nspacl, n.nspowner
  from pg_namespace n
  where n.nspname in ('public', 'api', 'analytics')
),
members as (
  select d.classid, d.objid
  from pg_depend d
  where d.deptype = 'e'
),
rights as (
  select format('schema %I', o.nspname) as object, coalesce(o.nspacl, acldefault('n', o.nspowner)) as acl
  from ours o
  union all
  select format('%s %s', case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, c.oid::regclass),
    coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))
  from pg_class c
  join ours o on o.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S')
    and not exists (select from members m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
  union all
  select format('column %s.%I', c.oid::regclass, a.attname), a.attacl
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join ours o on o.oid = c.relnamespace
  where a.attacl is not null
  union all
  select format('function %s', p.oid::regprocedure), coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p
  join ours o on o.oid = p.pronamespace
  where not exists (select from members m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
)
select r.object, format('PUBLIC has %s', string_agg(lower(e.privilege_type), ', ' order by e.privilege_type)) as finding
from rights r
cross join lateral aclexplode(r.acl) e
where e.grantee = 0
group by r.object
order by 1
