create or replace function public.get_user_active_calls_count(p_user_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select count(*)::integer from public.active_calls a where a.user_id = p_user_id
$function$;
comment on function public.get_user_active_calls_count is
  'Lines in use by a tenant, adopted calls included; 0 for somebody else''s tenant. Unit: calls.';
revoke all on function public.get_user_active_calls_count from public;
grant execute on function public.get_user_active_calls_count to app_definer, app_user;
