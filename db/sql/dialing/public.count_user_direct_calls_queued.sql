create or replace function public.count_user_direct_calls_queued(p_user_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select count(*)::integer
  from public.call_queue q
  where q.user_id = p_user_id and q.call_type = 'direct' and q.status = 'pending'
$function$;
comment on function public.count_user_direct_calls_queued is
  'Direct calls of a tenant that wait, scheduled ones included. Unit: calls.';
revoke all on function public.count_user_direct_calls_queued from public;
grant execute on function public.count_user_direct_calls_queued to app_definer, app_user;
