create or replace function public.get_worker_settings()
  returns jsonb
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select jsonb_object_agg(c.key, c.value::integer)
  from public.system_config c
  where c.key like 'dial.%' and c.value ~ '^[0-9]{1,9}$'
$function$;
comment on function public.get_worker_settings is
  'The numbers of dialing (keys dial.*) that a worker needs for its timers.';
revoke all on function public.get_worker_settings from public;
grant execute on function public.get_worker_settings to app_worker;
alter function public.get_worker_settings owner to app_definer;
