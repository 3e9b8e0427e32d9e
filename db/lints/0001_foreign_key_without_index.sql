-- A foreign key has no index on the referencing side: deleting or re-keying the referenced row then reads the
-- whole table, under locks.
-- Repair: create an index that begins with the first column of the key. A partial one serves if its condition
-- is that this column is not null; `where status = …` does not.
select
  format('%s on %s', k.conname, k.conrelid::regclass) as object,
  format('no index begins with %I', a.attname) as finding
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'f'
  and n.nspname in ('public', 'api', 'analytics')
  and not exists (
    select
    from pg_index i
    where i.indrelid = k.conrelid
      and i.indisvalid
      and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname))
      and (
        i.indkey[0] = k.conkey[1]
        -- or it begins with all columns of the key, in another order
        or (
          select array_agg(key.attnum order by key.attnum)
          from unnest(i.indkey::smallint[]) with ordinality as key (attnum, position)
          where key.position <= least(cardinality(k.conkey), i.indnkeyatts)
        ) = (select array_agg(column_number order by column_number) from unnest(k.conkey) as column_number)
      )
  )
order by 1
