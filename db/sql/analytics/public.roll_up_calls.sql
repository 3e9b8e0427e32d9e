-- The difference that a change of calls makes to the rollups: what the rows count now, less what they counted. A new status, a late
-- duration, another agent, another day are all one thing.
create or replace function public.roll_up_calls()
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
      sum(x.sign * m.total_calls) as total_calls,
      sum(x.sign * m.successful_calls) as successful_calls,
      sum(x.sign * m.failed_calls) as failed_calls,
      sum(x.sign * m.answered_calls) as answered_calls,
      sum(x.sign * m.total_duration_seconds) as total_duration_seconds,
      sum(x.sign * m.credits_used) as credits_used,
      sum(x.sign * m.phone_calls) as phone_calls,
      sum(x.sign * m.internet_calls) as internet_calls
    from (
      select 1 as sign,
        n.agent_id, n.user_id, n.local_date, n.local_hour, n.status, n.started_at, n.duration_seconds,
        n.credits, n.call_source
      from new_rows n
      union all
      select -1,
        o.agent_id, o.user_id, o.local_date, o.local_hour, o.status, o.started_at, o.duration_seconds,
        o.credits, o.call_source
      from old_rows o
    ) x
    cross join lateral public.call_measures(x.status, x.started_at, x.duration_seconds, x.credits, x.call_source) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
    having sum(x.sign * m.total_calls) <> 0
      or sum(x.sign * m.successful_calls) <> 0
      or sum(x.sign * m.failed_calls) <> 0
      or sum(x.sign * m.answered_calls) <> 0
      or sum(x.sign * m.total_duration_seconds) <> 0
      or sum(x.sign * m.credits_used) <> 0
      or sum(x.sign * m.phone_calls) <> 0
      or sum(x.sign * m.internet_calls) <> 0
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_calls is
  'Trigger: adds to agent_analytics what changed calls count now and takes away what they counted before.';
revoke all on function public.roll_up_calls from public;
alter function public.roll_up_calls owner to app_definer;
