-- A unique index over several columns, one of which can be null, admits the same row any number of times: two nulls are distinct.
-- Repair: NULLS NOT DISTINCT, NOT NULL, or a condition that leaves nulls out. Indexes of one column are exempt: there a null means "none".
select
  format('%s on %s', c.relname, i.indrelid::regclass) as object,
  format('%s can be null', string_agg(a.attname, ', ' order by a.attnum)) as finding
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::smallint[])
where n.nspname in ('public', 'api', 'analytics')
  and i.indisunique
  and i.indnkeyatts > 1
  and not i.indnullsnotdistinct
  and not a.attnotnull
  and coalesce(pg_get_expr(i.indpred, i.indrelid), '') !~ format('\m%s IS NOT NULL', a.attname)
  and exists (select from pg_class t where t.oid = i.indrelid and t.relkind in ('r', 'p'))
group by c.relname, i.indrelid
order by 1
