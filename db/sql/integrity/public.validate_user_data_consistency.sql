-- Every invariant there is, asked one by one: a view that is added tomorrow is in the report without anybody thinking of it. Dynamic SQL for
-- that reason only; its names come from the catalog through %I.
create or replace function public.validate_user_data_consistency()
  returns table (invariant text, meaning text, violations bigint, examples jsonb)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_view record;
begin
  for v_view in
    select c.relname::text as name, obj_description(c.oid, 'pg_class') as meaning
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' and c.relname ~ '^invariant_[0-9]{2}_'
    order by c.relname
  loop
    return query execute format(
      $query$
        select
          %1$L::text,
          %2$L::text,
          count(*),
          coalesce(jsonb_agg(jsonb_build_object('object', v.object, 'key', v.key, 'detail', v.detail)) filter (where v.place <= 5), '[]')
        from (select i.object, i.key, i.detail, row_number() over () as place from public.%1$I i) v
      $query$,
      v_view.name, v_view.meaning
    );
  end loop;
end
$function$;
comment on function public.validate_user_data_consistency is
  'One row per invariant: its name, what must be empty, how many rows are not, and up to five of them as object, key, detail. Reads all tenants; takes long on a large installation. Called by hand and by the pages of administrators.';
revoke all on function public.validate_user_data_consistency from public;
grant execute on function public.validate_user_data_consistency to app_worker;
alter function public.validate_user_data_consistency owner to app_definer;
