-- A foreign key does not say what happens when the referenced row is deleted; the default refuses, but only at
-- the end of the statement, and nobody has decided it.
-- Repair: write `on delete cascade`, `set null`, `set default` or `restrict` in a migration.
select
  format('%s on %s', k.conname, k.conrelid::regclass) as object,
  'no on delete' as finding
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f'
  and k.confdeltype = 'a'
  and n.nspname in ('public', 'api', 'analytics')
order by 1
