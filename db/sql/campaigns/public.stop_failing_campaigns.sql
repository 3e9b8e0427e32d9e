-- Something is wrong with the agent, the numbers or the provider, and each further call is a person annoyed and a price paid. Counted is what
-- was called within the window and has ended; busy lines and calls that nobody takes are no failures.
create or replace function public.stop_failing_campaigns(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_window interval := public.setting('safety.window_seconds') * interval '1 second';
  v_min_calls integer := public.setting('safety.min_calls');
  v_percent integer := public.setting('safety.failed_percent');
  v_found record;
  v_stopped integer := 0;
begin
  for v_found in
    select k.id, n.total, n.failed
    from public.call_campaigns k
    cross join lateral (
      select count(*)::integer as total, (count(*) filter (where c.status = 'failed'))::integer as failed
      from public.calls c
      where c.user_id = k.user_id
        and c.created_at > greatest(p_now - v_window, k.watched_from)
        and c.campaign_id = k.id
        and c.confirmed_at is not null
    ) n
    where k.status = 'active'
      and n.total >= v_min_calls
      and n.failed * 100 >= n.total * v_percent
    order by k.id
  loop
    perform 1 from public.call_campaigns k where k.id = v_found.id and k.status = 'active' for no key update;
    continue when not found;
    update public.call_campaigns k
    set stopped_at = p_now, stopped_failed = v_found.failed, stopped_total = v_found.total
    where k.id = v_found.id;
    perform public.set_campaign_status(v_found.id, 'paused', p_now);
    v_stopped := v_stopped + 1;
  end loop;
  return v_stopped;
end
$function$;
comment on function public.stop_failing_campaigns is
  'Pauses campaigns of whose calls too many fail (safety.window_seconds, safety.min_calls, safety.failed_percent) and returns how many. Scheduled each minute. Raises campaign_step_not_allowed.';
revoke all on function public.stop_failing_campaigns from public;
grant execute on function public.stop_failing_campaigns to app_worker;
alter function public.stop_failing_campaigns owner to app_definer;
