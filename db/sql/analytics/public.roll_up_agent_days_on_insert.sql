-- See roll_up_agent_days. The rollup itself inserts zeros, which add nothing.
create or replace function public.roll_up_agent_days_on_insert()
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
      sum(x.total_calls)::integer as calls,
      sum(x.successful_calls)::integer as successful,
      sum((x.total_calls > 0)::integer)::integer as agents,
      sum(x.leads_generated)::integer as leads,
      sum(x.qualified_leads)::integer as qualified,
      sum(x.credits_used)::integer as credits
    from new_rows x
    where x.hour is null
    group by x.user_id, x.date
    having sum(x.total_calls) <> 0 or sum(x.leads_generated) <> 0 or sum(x.credits_used) <> 0
  ) s;
  perform public.add_to_user_analytics(
    v_users, v_dates, v_calls, v_successful, v_agents, v_leads, v_qualified, v_credits
  );
  return null;
end
$function$;
comment on function public.roll_up_agent_days_on_insert is
  'Trigger: adds new days of agents to user_analytics.';
revoke all on function public.roll_up_agent_days_on_insert from public;
alter function public.roll_up_agent_days_on_insert owner to app_definer;
