-- A trigger fires on several events, so its name does not say when it runs and it cannot have transition tables;
-- or it is disabled, so its rule does not hold.
-- Repair: one trigger for each event (`…_on_insert`, `…_on_delete`); `alter table … enable trigger …`. A guard that
-- must refuse several events alike is a row in `allowed`.
with allowed (trigger_name, reason) as (
  select null::text, null::text
  where false
),
triggers as (
  select
    t.tgrelid,
    t.tgname,
    t.tgenabled,
    -- bits of tgtype: 4 insert, 8 delete, 16 update, 32 truncate
    (t.tgtype >> 2 & 1) + (t.tgtype >> 3 & 1) + (t.tgtype >> 4 & 1) + (t.tgtype >> 5 & 1) as events
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal
    and n.nspname in ('public', 'api', 'analytics')
)
select
  format('%s on %s', t.tgname, t.tgrelid::regclass) as object,
  case when t.tgenabled = 'O' then format('fires on %s events', t.events) else 'is not enabled' end as finding
from triggers t
where t.tgenabled <> 'O'
  or (t.events > 1 and not exists (select from allowed a where a.trigger_name = t.tgname))
order by 1
