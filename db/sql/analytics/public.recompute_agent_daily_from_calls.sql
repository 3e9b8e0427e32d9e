-- Exact beside running writers: the day is locked before the calls are read, in a statement of its own.
-- A writer that was before us had to finish first; one that is behind us adds its difference to our result.
create or replace function public.recompute_agent_daily_from_calls(p_agent_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.lock_agent_days(array[p_agent_id], array[p_target_date]);
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select g.id, g.user_id, p_target_date, h.hour
  from public.agents g
  cross join generate_series(0, 23) as h (hour)
  where g.id = p_agent_id
  on conflict (agent_id, date, hour) do nothing;

  update public.agent_analytics a
  set
    total_calls = coalesce(c.total_calls, 0),
    successful_calls = coalesce(c.successful_calls, 0),
    failed_calls = coalesce(c.failed_calls, 0),
    answered_calls = coalesce(c.answered_calls, 0),
    total_duration_seconds = coalesce(c.total_duration_seconds, 0),
    credits_used = coalesce(c.credits_used, 0),
    leads_generated = coalesce(c.leads_generated, 0),
    qualified_leads = coalesce(c.qualified_leads, 0),
    engagement_score_sum = coalesce(c.engagement_score_sum, 0),
    engagement_score_count = coalesce(c.engagement_score_count, 0),
    intent_score_sum = coalesce(c.intent_score_sum, 0),
    intent_score_count = coalesce(c.intent_score_count, 0),
    urgency_score_sum = coalesce(c.urgency_score_sum, 0),
    urgency_score_count = coalesce(c.urgency_score_count, 0),
    budget_score_sum = coalesce(c.budget_score_sum, 0),
    budget_score_count = coalesce(c.budget_score_count, 0),
    fit_score_sum = coalesce(c.fit_score_sum, 0),
    fit_score_count = coalesce(c.fit_score_count, 0),
    total_score_sum = coalesce(c.total_score_sum, 0),
    total_score_count = coalesce(c.total_score_count, 0),
    cta_pricing_clicks = coalesce(c.cta_pricing_clicks, 0),
    cta_demo_clicks = coalesce(c.cta_demo_clicks, 0),
    cta_followup_clicks = coalesce(c.cta_followup_clicks, 0),
    cta_sample_clicks = coalesce(c.cta_sample_clicks, 0),
    cta_human_escalations = coalesce(c.cta_human_escalations, 0),
    cta_calls = coalesce(c.cta_calls, 0),
    phone_calls = coalesce(c.phone_calls, 0),
    internet_calls = coalesce(c.internet_calls, 0),
    updated_at = now()
  from public.agent_analytics k
  left join public.count_agent_analytics(array[p_agent_id], p_target_date, p_target_date) c
    on c.hour is not distinct from k.hour
  where k.agent_id = p_agent_id
    and k.date = p_target_date
    and a.id = k.id
    and (
      a.total_calls, a.successful_calls, a.failed_calls, a.answered_calls, a.total_duration_seconds, a.credits_used,
      a.leads_generated, a.qualified_leads, a.engagement_score_sum, a.engagement_score_count, a.intent_score_sum,
      a.intent_score_count, a.urgency_score_sum, a.urgency_score_count, a.budget_score_sum, a.budget_score_count,
      a.fit_score_sum, a.fit_score_count, a.total_score_sum, a.total_score_count, a.cta_pricing_clicks,
      a.cta_demo_clicks, a.cta_followup_clicks, a.cta_sample_clicks, a.cta_human_escalations, a.cta_calls,
      a.phone_calls, a.internet_calls
    ) is distinct from (
      coalesce(c.total_calls, 0), coalesce(c.successful_calls, 0), coalesce(c.failed_calls, 0),
      coalesce(c.answered_calls, 0), coalesce(c.total_duration_seconds, 0), coalesce(c.credits_used, 0),
      coalesce(c.leads_generated, 0), coalesce(c.qualified_leads, 0), coalesce(c.engagement_score_sum, 0),
      coalesce(c.engagement_score_count, 0), coalesce(c.intent_score_sum, 0), coalesce(c.intent_score_count, 0),
      coalesce(c.urgency_score_sum, 0), coalesce(c.urgency_score_count, 0), coalesce(c.budget_score_sum, 0),
      coalesce(c.budget_score_count, 0), coalesce(c.fit_score_sum, 0), coalesce(c.fit_score_count, 0),
      coalesce(c.total_score_sum, 0), coalesce(c.total_score_count, 0), coalesce(c.cta_pricing_clicks, 0),
      coalesce(c.cta_demo_clicks, 0), coalesce(c.cta_followup_clicks, 0), coalesce(c.cta_sample_clicks, 0),
      coalesce(c.cta_human_escalations, 0), coalesce(c.cta_calls, 0), coalesce(c.phone_calls, 0),
      coalesce(c.internet_calls, 0)
    );
end
$function$;
comment on function public.recompute_agent_daily_from_calls is
  'Counts one agent''s hours and day anew from calls and analyses; the tenant''s day follows. Called by calculate_daily_call_analytics and by hand.';
revoke all on function public.recompute_agent_daily_from_calls from public;
grant execute on function public.recompute_agent_daily_from_calls to app_worker;
alter function public.recompute_agent_daily_from_calls owner to app_definer;
