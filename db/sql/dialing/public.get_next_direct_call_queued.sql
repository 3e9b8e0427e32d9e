-- Peeks, like get_next_queued_call.
create or replace function public.get_next_direct_call_queued(p_user_id uuid)
  returns public.call_queue
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select q.*
  from public.call_queue q
  where q.user_id = p_user_id and q.call_type = 'direct' and q.status = 'pending'
  order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
  limit 1
$function$;
comment on function public.get_next_direct_call_queued is
  'The direct item of a tenant that stands first in its queue, without taking it; null when none waits.';
revoke all on function public.get_next_direct_call_queued from public;
grant execute on function public.get_next_direct_call_queued to app_definer, app_user;
