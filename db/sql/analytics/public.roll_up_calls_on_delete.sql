-- See roll_up_calls. Also what a cascade deletes passes here.
create or replace function public.roll_up_calls_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    s.total_calls, s.successful_calls, s.failed_calls, s.answered_calls, s.total_duration_seconds,
    s.credits_used, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    s.phone_calls, s.internet_calls
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      -sum(m.total_calls) as total_calls,
      -sum(m.successful_calls) as successful_calls,
      -sum(m.failed_calls) as failed_calls,
      -sum(m.answered_calls) as answered_calls,
      -sum(m.total_duration_seconds) as total_duration_seconds,
      -sum(m.credits_used) as credits_used,
      -sum(m.phone_calls) as phone_calls,
      -sum(m.internet_calls) as internet_calls
    from old_rows x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits, x.call_source) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls_on_delete is
  'Trigger: takes deleted calls out of agent_analytics.';
revoke all on function public.roll_up_calls_on_delete from public;
alter function public.roll_up_calls_on_delete owner to app_definer;
