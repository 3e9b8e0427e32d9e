-- What a change of agents' days makes to the days of their tenants. total_agents is no sum: a tenant has one agent more on a
-- day when that agent's calls of the day leave 0, and one less when they are 0 again.
create or replace function public.roll_up_agent_days()
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
        sum(x.sign * x.total_calls) as total_calls,
        sum(x.sign * x.successful_calls) as successful_calls,
        sum(x.sign * (x.total_calls > 0)::integer) as total_agents,
        sum(x.sign * x.leads_generated) as total_leads,
        sum(x.sign * x.qualified_leads) as qualified_leads,
        sum(x.sign * x.credits_used) as credits_used,
        sum(x.sign * x.answered_calls) as answered_calls,
        sum(x.sign * x.total_duration_seconds) as total_duration_seconds,
        sum(x.sign * x.phone_calls) as phone_calls,
        sum(x.sign * x.internet_calls) as internet_calls,
        sum(x.sign * x.total_score_sum) as total_score_sum,
        sum(x.sign * x.total_score_count) as total_score_count
      from (
        select 1 as sign, n.* from new_rows n where n.hour is null
        union all
        select -1, o.* from old_rows o where o.hour is null
      ) x
      group by x.user_id, x.date
      having sum(x.sign * x.total_calls) <> 0
        or sum(x.sign * x.successful_calls) <> 0
        or sum(x.sign * (x.total_calls > 0)::integer) <> 0
        or sum(x.sign * x.leads_generated) <> 0
        or sum(x.sign * x.qualified_leads) <> 0
        or sum(x.sign * x.credits_used) <> 0
        or sum(x.sign * x.answered_calls) <> 0
        or sum(x.sign * x.total_duration_seconds) <> 0
        or sum(x.sign * x.phone_calls) <> 0
        or sum(x.sign * x.internet_calls) <> 0
        or sum(x.sign * x.total_score_sum) <> 0
        or sum(x.sign * x.total_score_count) <> 0
    ) s
  ));
  return null;
end
$function$;
comment on function public.roll_up_agent_days is
  'Trigger: adds the difference of changed days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days from public;
alter function public.roll_up_agent_days owner to app_definer;
