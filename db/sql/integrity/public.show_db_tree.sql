-- The tables as a tree, from the catalog: each below the one it is deleted with (a tenant, unless another parent takes it along), with
-- what deleting the parent does. Other references are named behind it.
create or replace function public.show_db_tree()
  returns text
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  with recursive keys as (
    select
      k.conrelid as child,
      k.confrelid as parent,
      case k.confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'r' then 'restrict' else 'no action' end as on_delete,
      (select string_agg(a.attname, ', ' order by x.place) filter (where a.attname <> 'user_id' or cardinality(k.conkey) = 1)
        from unnest(k.conkey) with ordinality as x (number, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number) as columns,
      -- The closest parent: one that takes the child along, and rather a thing of the tenant than the tenant.
      row_number() over (
        partition by k.conrelid
        order by k.confdeltype = 'c' desc, k.confrelid <> 'public.users'::regclass desc, k.confrelid::regclass::text collate "C"
      ) as closeness
    from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid
  ),
  tables as (
    select c.oid, c.relname::text collate "C" as name
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  ),
  tree as (
    select t.oid, t.name, array[t.name] as path, ''::text collate "C" as how
    from tables t
    where not exists (select from keys k where k.child = t.oid)
    union all
    select t.oid, t.name, r.path || t.name, format(' (%s: %s)', k.columns, k.on_delete) collate "C"
    from tree r
    join keys k on k.parent = r.oid and k.closeness = 1
    join tables t on t.oid = k.child
    where not t.name = any (r.path)
  )
  select string_agg(
    repeat('   ', cardinality(r.path) - 1) || case when cardinality(r.path) > 1 then '└─ ' else '' end || r.name || r.how
      || coalesce((
        select '  also ' || string_agg(format('%s (%s: %s)', p.name, k.columns, k.on_delete), ', ' order by p.name, k.columns)
        from keys k
        join tables p on p.oid = k.parent
        where k.child = r.oid and k.closeness > 1
      ), ''),
    E'\n' order by r.path
  )
  from tree r
$function$;
comment on function public.show_db_tree is
  'The tables of schema public as an indented tree, a line each: the column that leads to the parent, what deleting the parent does, and other references. Called by hand and by the pages of administrators.';
revoke all on function public.show_db_tree from public;
grant execute on function public.show_db_tree to app_definer, app_worker;
