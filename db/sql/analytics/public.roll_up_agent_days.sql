-- What a change of agents' days makes to the days of their tenants. total_agents is no sum: a tenant has one agent more on a
-- day when that agent's calls of the day leave 0, and one less when they are 0 again.
create or replace function public.roll_up_agent_days()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
  v_dates date[];
  v_calls integer[];
  v_successful integer[];
  v_agents integer[];
  v_leads integer[];
  v_qualified integer[];
  v_credits integer[];
begin
  select
    array_agg(s.user_id), array_agg(s.date), array_agg(s.calls), array_agg(s.successful), array_agg(s.agents),
    array_agg(s.leads), array_agg(s.qualified), array_agg(s.credits)
  into v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  from (
    select
      x.user_id,
      x.date,
      sum(x.sign * x.total_calls)::integer as calls,
      sum(x.sign * x.successful_calls)::integer as successful,
      sum(x.sign * (x.total_calls > 0)::integer)::integer as agents,
      sum(x.sign * x.leads_generated)::integer as leads,
      sum(x.sign * x.qualified_leads)::integer as qualified,
      sum(x.sign * x.credits_used)::integer as credits
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
  ) s;
  perform public.add_to_user_analytics(
    v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  );
  return null;
end
$function$;
comment on function public.roll_up_agent_days is
  'Trigger: adds the difference of changed days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days from public;
alter function public.roll_up_agent_days owner to app_definer;
