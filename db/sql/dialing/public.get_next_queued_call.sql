-- Peeks, as the reference's own query does: the next campaign item of a tenant by priority and schedule. It takes
-- nothing and looks at no window, limit or opt-out; claim_calls is the only way to a call.
create or replace function public.get_next_queued_call(p_user_id uuid)
  returns public.call_queue
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select q.*
  from public.call_queue q
  where q.user_id = p_user_id and q.call_type = 'campaign' and q.status = 'pending'
  order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
  limit 1
$function$;
comment on function public.get_next_queued_call is
  'The campaign item of a tenant that stands first in its queue, without taking it; null when none waits.';
revoke all on function public.get_next_queued_call from public;
grant execute on function public.get_next_queued_call to app_definer, app_user;
