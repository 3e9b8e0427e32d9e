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
  set
    total_calls = s.total_calls,
    successful_calls = s.successful_calls,
    total_agents = s.total_agents,
    total_leads = s.total_leads,
    qualified_leads = s.qualified_leads,
    credits_used = s.credits_used,
    answered_calls = s.answered_calls,
    total_duration_seconds = s.total_duration_seconds,
    phone_calls = s.phone_calls,
    internet_calls = s.internet_calls,
    total_score_sum = s.total_score_sum,
    total_score_count = s.total_score_count,
    updated_at = now()
  from (
    select
      coalesce(sum(g.total_calls), 0) as total_calls,
      coalesce(sum(g.successful_calls), 0) as successful_calls,
      coalesce(sum((g.total_calls > 0)::integer), 0) as total_agents,
      coalesce(sum(g.leads_generated), 0) as total_leads,
      coalesce(sum(g.qualified_leads), 0) as qualified_leads,
      coalesce(sum(g.credits_used), 0) as credits_used,
      coalesce(sum(g.answered_calls), 0) as answered_calls,
      coalesce(sum(g.total_duration_seconds), 0) as total_duration_seconds,
      coalesce(sum(g.phone_calls), 0) as phone_calls,
      coalesce(sum(g.internet_calls), 0) as internet_calls,
      coalesce(sum(g.total_score_sum), 0) as total_score_sum,
      coalesce(sum(g.total_score_count), 0) as total_score_count
    from public.agent_analytics g
    where g.user_id = p_user_id and g.date = p_target_date and g.hour is null
  ) s
  where a.user_id = p_user_id
    and a.date = p_target_date
    and (
      a.total_calls, a.successful_calls, a.total_agents, a.total_leads, a.qualified_leads, a.credits_used,
      a.answered_calls, a.total_duration_seconds, a.phone_calls, a.internet_calls, a.total_score_sum, a.total_score_count
    ) is distinct from (
      s.total_calls, s.successful_calls, s.total_agents, s.total_leads, s.qualified_leads, s.credits_used,
      s.answered_calls, s.total_duration_seconds, s.phone_calls, s.internet_calls, s.total_score_sum, s.total_score_count
    );
end
$function$;
comment on function public.recompute_user_daily_from_agent is
  'Sums a tenant''s day anew from the days of its agents. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_user_daily_from_agent from public;
grant execute on function public.recompute_user_daily_from_agent to app_worker;
alter function public.recompute_user_daily_from_agent owner to app_definer;
