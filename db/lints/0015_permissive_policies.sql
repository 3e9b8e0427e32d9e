-- Permissive policies are alternatives: two for one role and command let through what either of them allows, and
-- one that is always true lets through everything.
-- Repair: one policy for each role and command, or `as restrictive`. A policy that is true on purpose (a table of
-- words without tenants, the definer's own access) is a row in `always_true`; without a relation it holds for all.
with always_true (role_name, relation_name, reason) as (
  -- its functions act for every tenant, and for nobody who can log in; what it may do is in the grants
  select 'app_definer', null::text, 'internal functions see all rows'
),
policies as (
  select
    p.polrelid,
    p.polname,
    coalesce(r.rolname, 'public') as role_name,
    command.word as command,
    coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as condition
  from pg_policy p
  join pg_class c on c.oid = p.polrelid
  join pg_namespace n on n.oid = c.relnamespace
  cross join lateral unnest(p.polroles) as granted (oid)
  left join pg_roles r on r.oid = granted.oid
  cross join lateral unnest(case p.polcmd
    when 'r' then array['select'] when 'a' then array['insert'] when 'w' then array['update'] when 'd' then array['delete']
    else array['select', 'insert', 'update', 'delete'] end) as command (word)
  where p.polpermissive
    and n.nspname in ('public', 'api', 'analytics')
)
select
  p.polrelid::regclass::text as object,
  format('%s permissive policies for %s by %s: %s', count(*), p.command, p.role_name, string_agg(p.polname, ', ' order by p.polname)) as finding
from policies p
group by p.polrelid, p.role_name, p.command
having count(*) > 1
union all
select format('%s on %s', p.polname, p.polrelid::regclass), format('is true for every row and %s', p.role_name)
from policies p
where p.condition = 'true'
  and not exists (
    select
    from always_true a
    where a.role_name = p.role_name and (a.relation_name is null or a.relation_name = p.polrelid::regclass::text)
  )
group by p.polname, p.polrelid, p.role_name
order by 1
