-- plpgsql, not sql: a definer function in sql is planned at every call, and the claim asks many times a second.
create or replace function public.get_system_active_calls_count()
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return (select count(*)::integer from public.active_calls a);
end
$function$;
comment on function public.get_system_active_calls_count is
  'Lines in use on the whole platform, adopted calls included. Unit: calls.';
revoke all on function public.get_system_active_calls_count from public;
grant execute on function public.get_system_active_calls_count to app_user;
alter function public.get_system_active_calls_count owner to app_definer;
