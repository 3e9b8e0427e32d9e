create or replace function public.my_lines_limit()
  returns integer
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(
    (select t.max_concurrent_calls from public.tenant_dispatch t where t.user_id = public.current_user_id()),
    public.setting('dial.tenant_max_concurrent')
  )
$function$;
comment on function public.my_lines_limit is
  'How many calls of the signed-in tenant may run at once. Unit: calls.';
revoke all on function public.my_lines_limit from public;
grant execute on function public.my_lines_limit to app_user;
alter function public.my_lines_limit owner to app_definer;
