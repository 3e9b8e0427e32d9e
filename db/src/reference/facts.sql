-- Everything that the reference document says, as one JSON value. Members of extensions are left out, and so is what differs between two
-- databases or two versions of the server: object ids, sizes, NOT NULL as constraints.
with ours as (
  select n.oid, n.nspname as schema
  from pg_namespace n
  where n.nspname in ('public', 'api', 'analytics')
),
members as (
  select d.classid, d.objid from pg_depend d where d.deptype = 'e'
),
relations as (
  select c.oid, o.schema, c.relname as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions
  from pg_class c
  join ours o on o.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm')
    and not exists (select from members m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
)
select json_build_object(
  'schemas', (
    select json_agg(json_build_object('name', o.schema, 'comment', obj_description(o.oid, 'pg_namespace')) order by o.schema collate "C")
    from ours o
  ),
  'relations', (
    select json_agg(json_build_object(
      'schema', r.schema,
      'name', r.name,
      'kind', case r.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
      'comment', obj_description(r.oid, 'pg_class'),
      'options', coalesce(r.reloptions, '{}'),
      'rowSecurity', case when not r.relrowsecurity then 'off' when r.relforcerowsecurity then 'forced' else 'on' end,
      'definition', case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end,
      'columns', (
        select json_agg(json_build_object(
          'name', a.attname,
          'type', format_type(a.atttypid, a.atttypmod),
          'nullable', not a.attnotnull,
          'default', pg_get_expr(d.adbin, d.adrelid),
          'generated', a.attgenerated <> '',
          'identity', a.attidentity <> '',
          'comment', col_description(r.oid, a.attnum)
        ) order by a.attnum)
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      ),
      'constraints', (
        select coalesce(json_agg(json_build_object(
          'name', k.conname,
          'type', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key' when 'c' then 'check' else 'exclude' end,
          'columns', (select coalesce(json_agg(a.attname order by x.place), '[]') from unnest(k.conkey) with ordinality as x (number, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number),
          'definition', pg_get_constraintdef(k.oid),
          'references', case when k.contype = 'f' then (select format('%s.%s', n.nspname, f.relname) from pg_class f join pg_namespace n on n.oid = f.relnamespace where f.oid = k.confrelid) end,
          'onDelete', case k.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' end,
          'comment', obj_description(k.oid, 'pg_constraint')
        ) order by k.contype, k.conname collate "C"), '[]')
        from pg_constraint k
        where k.conrelid = r.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
      ),
      'indexes', (
        select coalesce(json_agg(json_build_object(
          'name', c.relname,
          'unique', i.indisunique,
          'definition', regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', ''),
          'ofConstraint', exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
        ) order by c.relname collate "C"), '[]')
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
        where i.indrelid = r.oid
      ),
      'triggers', (
        select coalesce(json_agg(json_build_object(
          'name', t.tgname,
          'timing', case when t.tgtype & 2 > 0 then 'before' when t.tgtype & 64 > 0 then 'instead of' else 'after' end,
          'event', concat_ws(' or ', case when t.tgtype & 4 > 0 then 'insert' end, case when t.tgtype & 16 > 0 then 'update' end, case when t.tgtype & 8 > 0 then 'delete' end),
          'level', case when t.tgtype & 1 > 0 then 'row' else 'statement' end,
          'function', format('%s.%s', n.nspname, p.proname),
          'comment', obj_description(t.oid, 'pg_trigger')
        ) order by t.tgname collate "C"), '[]')
        from pg_trigger t
        join pg_proc p on p.oid = t.tgfoid
        join pg_namespace n on n.oid = p.pronamespace
        where t.tgrelid = r.oid and not t.tgisinternal
      ),
      'policies', (
        select coalesce(json_agg(json_build_object(
          'name', p.polname,
          'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
          'roles', (select json_agg(x.role::regrole::text order by x.role::regrole::text collate "C") from unnest(p.polroles) x (role)),
          'using', pg_get_expr(p.polqual, p.polrelid),
          'check', pg_get_expr(p.polwithcheck, p.polrelid),
          'comment', obj_description(p.oid, 'pg_policy')
        ) order by p.polname collate "C"), '[]')
        from pg_policy p
        where p.polrelid = r.oid
      )
    ) order by r.schema collate "C", r.name collate "C")
    from relations r
  ),
  'functions', (
    select json_agg(json_build_object(
      'schema', o.schema,
      'name', p.proname,
      'arguments', pg_get_function_arguments(p.oid),
      'result', pg_get_function_result(p.oid),
      'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
      'security', case when p.prosecdef then 'definer' else 'invoker' end,
      'owner', p.proowner::regrole::text,
      'language', l.lanname,
      'comment', obj_description(p.oid, 'pg_proc'),
      'source', coalesce(nullif(p.prosrc, ''), pg_get_functiondef(p.oid))
    ) order by o.schema collate "C", p.proname collate "C")
    from pg_proc p
    join ours o on o.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where not exists (select from members m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
  ),
  'statusSteps', (
    select json_agg(json_build_object('table', s.relation, 'from', s.from_status, 'to', s.to_status, 'action', s.action, 'description', s.description) order by s.relation, s.from_status collate "C", s.to_status collate "C")
    from (
      select 'call_campaigns' as relation, c.from_status, c.to_status, c.action, c.description from public.campaign_status_steps c
      union all
      select 'calendar_meetings', m.from_status, m.to_status, m.action, m.description from public.meeting_status_steps m
    ) s
  ),
  'providerStatuses', (
    select json_agg(json_build_object('word', s.status, 'rank', s.rank, 'isTerminal', s.is_terminal, 'callStatus', s.call_status, 'queueOutcome', s.queue_outcome) order by s.rank, s.status collate "C")
    from public.provider_statuses s
  ),
  'settings', (
    select json_agg(json_build_object('key', s.key, 'value', s.value, 'description', s.description) order by s.key collate "C")
    from public.system_config s
  )
) as facts
