-- Everything the printers want to know about our schemas, as one JSON value. Members of extensions are left out.
-- Constraints are asked for by type: 18 lists NOT NULL among them, 15 does not. Types are printed without their
-- length, because arguments and results of functions have none either.
with ours as (
  select n.oid, n.nspname as schema
  from pg_namespace n
  where n.nspname in ('public', 'api', 'analytics')
),
members as (
  select d.classid, d.objid
  from pg_depend d
  where d.deptype = 'e'
),
relations as (
  select
    c.oid,
    o.schema,
    c.relname as name,
    case c.relkind when 'r' then 'table' when 'p' then 'table' when 'v' then 'view' else 'materialized view' end as kind,
    obj_description(c.oid, 'pg_class') as comment,
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition
  from pg_class c
  join ours o on o.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm')
    and not exists (select from members m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
),
columns as (
  select
    a.attrelid,
    json_agg(
      json_build_object(
        'number', a.attnum,
        'name', a.attname,
        'type', format_type(a.atttypid, null),
        'notNull', a.attnotnull,
        'comment', col_description(a.attrelid, a.attnum)
      )
      order by a.attnum
    ) as list
  from pg_attribute a
  join relations r on r.oid = a.attrelid
  where a.attnum > 0 and not a.attisdropped
  group by a.attrelid
),
checks as (
  select r.schema, r.name as table, k.conname as name, pg_get_expr(k.conbin, k.conrelid) as expression
  from pg_constraint k
  join relations r on r.oid = k.conrelid
  where k.contype = 'c' and cardinality(k.conkey) = 1
),
functions as (
  select
    o.schema,
    p.proname as name,
    p.oid,
    p.provolatile as volatility,
    p.proretset as "returnsSet",
    format_type(p.prorettype, null) as "returnType",
    (select r.schema || '.' || r.name from pg_type t join relations r on r.oid = t.typrelid where t.oid = p.prorettype) as "returnRelation",
    obj_description(p.oid, 'pg_proc') as comment,
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as source,
    (
      select coalesce(json_agg(
        json_build_object(
          'name', coalesce(p.proargnames[a.position], ''),
          'type', format_type(a.type, null),
          'mode', coalesce(p.proargmodes[a.position], 'i'),
          -- defaults belong to the last of the input arguments
          'hasDefault', a.position > p.pronargs - p.pronargdefaults and a.position <= p.pronargs
        )
        order by a.position
      ), '[]')
      from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as a (type, position)
    ) as arguments
  from pg_proc p
  join ours o on o.oid = p.pronamespace
  where p.prokind = 'f'
    and not exists (select from members m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
)
select json_build_object(
  'relations', (
    select coalesce(json_agg(
      json_build_object(
        'id', r.oid::bigint,
        'schema', r.schema,
        'name', r.name,
        'kind', r.kind,
        'comment', r.comment,
        'definition', r.definition,
        'columns', c.list
      )
      order by r.schema collate "C", r.name collate "C"
    ), '[]')
    from relations r
    join columns c on c.attrelid = r.oid
  ),
  'checks', (
    select coalesce(json_agg(row_to_json(k) order by k.schema collate "C", k.table collate "C", k.name collate "C"), '[]')
    from checks k
  ),
  'functions', (
    select coalesce(json_agg(to_jsonb(f) - 'oid' order by f.schema collate "C", f.name collate "C", f.oid), '[]')
    from functions f
  )
) as catalog
