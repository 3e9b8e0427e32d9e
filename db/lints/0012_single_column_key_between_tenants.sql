-- A foreign key joins two tables of tenants by one column only, so a row of one tenant can point to a row of
-- another.
-- Repair: reference `(id, user_id)` by `(x_id, user_id)`; `on delete set null (x_id)` leaves the tenant in place.
-- A reference that is meant to cross, or that must not name a tenant, is a row in `allowed`.
with allowed (constraint_name, reason) as (
  select null::text, null::text
  where false
),
tenant_tables as (
  select a.attrelid as oid, a.attnum as tenant
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'api', 'analytics')
    and c.relkind in ('r', 'p')
    and a.attname = 'user_id'
    and not a.attisdropped
)
select
  format('%s on %s', k.conname, k.conrelid::regclass) as object,
  format('references %s without user_id', k.confrelid::regclass) as finding
from pg_constraint k
join tenant_tables t on t.oid = k.conrelid
join tenant_tables r on r.oid = k.confrelid
where k.contype = 'f'
  and not (t.tenant = any (k.conkey) and r.tenant = any (k.confkey))
  and not exists (select from allowed a where a.constraint_name = k.conname)
order by 1
