-- Rows whose reference ends at another tenant, over every foreign key between two tables with user_id, whatever columns
-- the key has, and over the references that have no key for the sake of the claim's speed.
--
-- Dynamic SQL, which functions of ours do not use elsewhere: this is a report, its names come from the catalog through
-- %I, and a key that is added tomorrow is covered without anybody thinking of it.
create or replace function public.references_between_tenants()
  returns table (object text, key text, detail text)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reference record;
begin
  for v_reference in
    select f.relname as from_table, a.attname as from_column, t.relname as to_table, b.attname as to_column
    from pg_constraint k
    join pg_class f on f.oid = k.conrelid
    join pg_class t on t.oid = k.confrelid
    cross join lateral unnest(k.conkey, k.confkey) as p (from_number, to_number)
    join pg_attribute a on a.attrelid = f.oid and a.attnum = p.from_number
    join pg_attribute b on b.attrelid = t.oid and b.attnum = p.to_number
    where k.contype = 'f'
      and k.connamespace = 'public'::regnamespace
      and b.attname <> 'user_id'
      and exists (select from pg_attribute x where x.attrelid = f.oid and x.attname = 'user_id')
      and exists (select from pg_attribute x where x.attrelid = t.oid and x.attname = 'user_id')
    union all
    values
      ('call_attempts', 'queue_id', 'call_queue', 'id'),
      ('credit_holds', 'attempt_id', 'call_attempts', 'id'),
      ('active_calls', 'id', 'call_queue', 'id'),
      ('active_calls', 'bolna_execution_id', 'calls', 'bolna_execution_id')
    order by 1, 2
  loop
    return query execute format(
      $query$
        select %1$L::text, f.%2$I::text, format('%%s of tenant %%s leads to %%s of tenant %%s', %2$L, f.user_id, %3$L, t.user_id)
        from public.%1$I f
        join public.%3$I t on t.%4$I = f.%2$I
        where t.user_id <> f.user_id
      $query$,
      v_reference.from_table, v_reference.from_column, v_reference.to_table, v_reference.to_column
    );
  end loop;
end
$function$;

comment on function public.references_between_tenants is
  'Rows that refer to a row of another tenant: table, the reference, and both tenants. Read by invariant_22_references_stay_with_tenant.';
revoke all on function public.references_between_tenants from public;
alter function public.references_between_tenants owner to app_definer;
