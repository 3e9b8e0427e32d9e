-- A view of schema api runs with the rights of its owner instead of those of the caller, so the row security of
-- the tables beneath does not see who asks.
-- Repair: `create or replace view api.x with (security_invoker = true) as …`.
select
  c.oid::regclass::text as object,
  'security_invoker is not set' as finding
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'api'
  and c.relkind = 'v'
  and not coalesce((select o.option_value::boolean from pg_options_to_table(c.reloptions) o where o.option_name = 'security_invoker'), false)
order by 1
