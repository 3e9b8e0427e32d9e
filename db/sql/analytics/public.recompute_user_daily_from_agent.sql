-- Exact beside running writers: whoever changes an agent's day needs the tenant's row, so it is locked before the agents' days are read.
create or replace function public.recompute_user_daily_from_agent(p_user_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.user_analytics (user_id, date)
  select u.id, p_target_date
  from public.users u
  where u.id = p_user_id
  on conflict (user_id, date) do nothing;

  perform 1
  from public.user_analytics a
  where a.user_id = p_user_id and a.date = p_target_date
  for no key update;

  update public.user_analytics a
  set total_calls = s.calls,
      successful_calls = s.successful,
      total_agents = s.agents,
      total_leads = s.leads,
      qualified_leads = s.qualified,
      credits_used = s.credits,
      updated_at = now()
  from (
    select
      coalesce(sum(g.total_calls), 0) as calls,
      coalesce(sum(g.successful_calls), 0) as successful,
      count(*) filter (where g.total_calls > 0) as agents,
      coalesce(sum(g.leads_generated), 0) as leads,
      coalesce(sum(g.qualified_leads), 0) as qualified,
      coalesce(sum(g.credits_used), 0) as credits
    from public.agent_analytics g
    where g.user_id = p_user_id and g.date = p_target_date and g.hour is null
  ) s
  where a.user_id = p_user_id
    and a.date = p_target_date
    and (a.total_calls, a.successful_calls, a.total_agents, a.total_leads, a.qualified_leads, a.credits_used)
      is distinct from (s.calls, s.successful, s.agents, s.leads, s.qualified, s.credits);
end
$function$;
comment on function public.recompute_user_daily_from_agent is
  'Sums a tenant''s day anew from the days of its agents. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_user_daily_from_agent from public;
grant execute on function public.recompute_user_daily_from_agent to app_worker;
alter function public.recompute_user_daily_from_agent owner to app_definer;
