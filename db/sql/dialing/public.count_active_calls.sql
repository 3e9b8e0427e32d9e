-- The reference has this name beside get_user_active_calls_count; one definition serves both.
create or replace function public.count_active_calls(p_user_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select public.get_user_active_calls_count(p_user_id)
$function$;
comment on function public.count_active_calls is
  'Lines in use by a tenant: the same number as get_user_active_calls_count. Counting and then inserting is no limit; the claim is.';
revoke all on function public.count_active_calls from public;
grant execute on function public.count_active_calls to app_definer, app_user;
