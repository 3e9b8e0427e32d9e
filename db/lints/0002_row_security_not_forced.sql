-- A table with rows of tenants is not protected: row security is off, or not forced, so that its owner (and
-- every function that runs as the owner) sees the rows of all tenants.
-- Repair: in the table's file in db/sql, `alter table … enable row level security` and `… force row level security`.
select
  c.oid::regclass::text as object,
  case when c.relrowsecurity then 'row security is not forced' else 'row security is off' end as finding
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and n.nspname in ('public', 'api', 'analytics')
  and (
    (n.nspname = 'public' and c.relname = 'users')
    or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped)
  )
  and not (c.relrowsecurity and c.relforcerowsecurity)
order by 1
