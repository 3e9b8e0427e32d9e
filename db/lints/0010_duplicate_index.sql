-- Two indexes of a table hold the same keys in the same order under the same condition: every write pays twice.
-- Repair: drop the one that is not unique, or the younger one. Where the reference names both, a row in
-- `allowed` says so.
with allowed (index_name, reason) as (
  select null::text, null::text
  where false
),
indexes as (
  select
    i.indexrelid,
    i.indrelid,
    c.relname,
    concat_ws(
      ' | ', c.relam, i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indoption,
      coalesce(pg_get_expr(i.indexprs, i.indrelid), '-'), coalesce(pg_get_expr(i.indpred, i.indrelid), '-')
    ) as shape
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'api', 'analytics')
)
select
  format('%s on %s', max(i.relname), i.indrelid::regclass) as object,
  format('the same index more than once: %s', string_agg(i.relname, ', ' order by i.relname)) as finding
from indexes i
where not exists (select from allowed a where a.index_name = i.relname)
group by i.indrelid, i.shape
having count(*) > 1
order by 1
