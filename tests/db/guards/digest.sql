-- All that the files of db/sql may define, one row each: functions, views, triggers, policies, comments, grants,
-- owners and row security. Rights are sorted, because their order in the catalog depends on history.
with ours as (
  select n.oid, n.nspname, n.nspowner, n.nspacl
  from pg_namespace n
  where n.nspname in ('public', 'api', 'analytics')
),
members as (
  select d.classid, d.objid
  from pg_depend d
  where d.deptype = 'e'
),
relations as (
  select c.*
  from pg_class c
  join ours o on o.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S')
    and not exists (select from members m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
),
digests as (
  select
    format('schema %I', o.nspname) as object,
    jsonb_build_array(o.nspowner::regrole, o.nspacl::text[], obj_description(o.oid, 'pg_namespace')) as parts
  from ours o
  union all
  select
    format('function %s', p.oid::regprocedure),
    jsonb_build_array(
      pg_get_functiondef(p.oid), p.proowner::regrole,
      (select array_agg(a::text order by a::text) from unnest(p.proacl) a),
      obj_description(p.oid, 'pg_proc')
    )
  from pg_proc p
  join ours o on o.oid = p.pronamespace
  where p.prokind in ('f', 'p')
    and not exists (select from members m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
  union all
  select
    format('relation %s', r.oid::regclass),
    jsonb_build_array(
      case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end, r.reloptions, r.relowner::regrole,
      (select array_agg(a::text order by a::text) from unnest(r.relacl) a),
      r.relrowsecurity, r.relforcerowsecurity, obj_description(r.oid, 'pg_class')
    )
  from relations r
  union all
  select
    format('column %s.%I', r.oid::regclass, a.attname),
    jsonb_build_array(
      (select array_agg(acl::text order by acl::text) from unnest(a.attacl) acl),
      col_description(r.oid, a.attnum)
    )
  from relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  union all
  select
    format('policy %I on %s', p.polname, r.oid::regclass),
    jsonb_build_array(
      p.polcmd, p.polpermissive,
      (select array_agg(role::regrole::text order by role::regrole::text) from unnest(p.polroles) role),
      pg_get_expr(p.polqual, r.oid), pg_get_expr(p.polwithcheck, r.oid), obj_description(p.oid, 'pg_policy')
    )
  from pg_policy p
  join relations r on r.oid = p.polrelid
  union all
  select
    format('trigger %I on %s', t.tgname, r.oid::regclass),
    jsonb_build_array(pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger'))
  from pg_trigger t
  join relations r on r.oid = t.tgrelid
  where not t.tgisinternal
)
select d.object, d.parts::text as digest
from digests d
order by 1
