-- See roll_up_agent_days.
create or replace function public.roll_up_agent_days_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_to_user_analytics(array(
    select (s.user_id, s.date, s.total_calls, s.successful_calls, s.total_agents, s.total_leads,
      s.qualified_leads, s.credits_used, s.answered_calls, s.total_duration_seconds,
      s.phone_calls, s.internet_calls, s.total_score_sum, s.total_score_count)::public.user_rollup_delta
    from (
      select
        x.user_id,
        x.date,
        -sum(x.total_calls) as total_calls,
        -sum(x.successful_calls) as successful_calls,
        -sum((x.total_calls > 0)::integer) as total_agents,
        -sum(x.leads_generated) as total_leads,
        -sum(x.qualified_leads) as qualified_leads,
        -sum(x.credits_used) as credits_used,
        -sum(x.answered_calls) as answered_calls,
        -sum(x.total_duration_seconds) as total_duration_seconds,
        -sum(x.phone_calls) as phone_calls,
        -sum(x.internet_calls) as internet_calls,
        -sum(x.total_score_sum) as total_score_sum,
        -sum(x.total_score_count) as total_score_count
      from old_rows x
      where x.hour is null
      group by x.user_id, x.date
      having sum(x.total_calls) <> 0
        or sum(x.successful_calls) <> 0
        or sum((x.total_calls > 0)::integer) <> 0
        or sum(x.leads_generated) <> 0
        or sum(x.qualified_leads) <> 0
        or sum(x.credits_used) <> 0
        or sum(x.answered_calls) <> 0
        or sum(x.total_duration_seconds) <> 0
        or sum(x.phone_calls) <> 0
        or sum(x.internet_calls) <> 0
        or sum(x.total_score_sum) <> 0
        or sum(x.total_score_count) <> 0
    ) s
  ));
  return null;
end
$function$;
comment on function public.roll_up_agent_days_on_delete is
  'Trigger: takes deleted days of agents out of user_analytics.';
revoke all on function public.roll_up_agent_days_on_delete from public;
alter function public.roll_up_agent_days_on_delete owner to app_definer;
