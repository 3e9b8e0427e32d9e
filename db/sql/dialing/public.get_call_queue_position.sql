-- Counts those before: direct before campaign, then priority, schedule and age, inside the tenant.
create or replace function public.get_call_queue_position(p_queue_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select (
    select count(*)::integer + 1
    from public.call_queue q
    where q.user_id = i.user_id
      and q.status = 'pending'
      and (
        q.call_type > i.call_type
        or (q.call_type = i.call_type and q.priority > i.priority)
        or (
          q.call_type = i.call_type and q.priority = i.priority
          and (coalesce(q.scheduled_for, '-infinity'), q.created_at, q.id)
            < (coalesce(i.scheduled_for, '-infinity'), i.created_at, i.id)
        )
      )
  )
  from public.call_queue i
  where i.id = p_queue_id and i.status = 'pending'
$function$;
comment on function public.get_call_queue_position is
  'Place of a waiting item among the waiting items of its tenant, 1 is next; null when it does not wait.';
revoke all on function public.get_call_queue_position from public;
grant execute on function public.get_call_queue_position to app_definer, app_user;
