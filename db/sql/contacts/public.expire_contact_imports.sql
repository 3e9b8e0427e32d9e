-- A laptop that was closed must not keep the lines of a file for ever.
create or replace function public.expire_contact_imports(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
begin
  with old as (
    select i.id
    from public.contact_imports i
    where i.status = 'uploading' and i.created_at < p_now - interval '15 minutes'
      or i.status = 'ready' and i.updated_at < p_now - interval '1 day'
    order by i.id
    for no key update skip locked
  ),
  ended as (
    update public.contact_imports i
    set status = case i.status when 'ready' then 'cancelled' else 'failed' end,
        failure_reason = case i.status when 'uploading' then 'upload_interrupted' end,
        inserted = 0, updated = 0, unchanged = 0, finished_at = p_now, updated_at = p_now
    from old o
    where i.id = o.id
    returning i.id
  )
  select array_agg(e.id) into v_ids from ended e;
  delete from api.contact_import_rows r where r.import_id = any (v_ids);
  delete from public.contact_import_forecasts f where f.import_id = any (v_ids);
  return coalesce(cardinality(v_ids), 0);
end
$function$;
comment on function public.expire_contact_imports is
  'Ends imports whose upload broke off and those that waited a day for their owner; returns how many. Scheduled hourly.';
revoke all on function public.expire_contact_imports from public;
grant execute on function public.expire_contact_imports to app_worker;
alter function public.expire_contact_imports owner to app_definer;
