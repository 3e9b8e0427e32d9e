-- Adds signed differences to the rows of their hours and of their days. The days are locked first, which
-- locks their hours too, and missing rows are written with zeros: an upsert would lock in two orders, because what it
-- inserts and what it updates sets off two triggers.
-- Differences of agents that are being deleted are dropped: their rows go with them.
create or replace function public.add_to_agent_analytics(p_deltas public.rollup_delta[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_deltas is null then
    return;
  end if;

  perform public.lock_agent_days(array_agg(d.agent_id), array_agg(d.date))
  from unnest(p_deltas) d;
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select distinct d.agent_id, d.user_id, d.date, d.hour
  from unnest(p_deltas) d
  join public.agents g on g.id = d.agent_id and g.user_id = d.user_id
  where not exists (
    select from public.agent_analytics a
    where a.agent_id = d.agent_id and a.date = d.date and a.hour = d.hour
  )
  on conflict (agent_id, date, hour) do nothing;

  with sums as materialized (
    select
      d.agent_id,
      d.date,
      h.hour,
      sum(d.total_calls) as total_calls,
      sum(d.successful_calls) as successful_calls,
      sum(d.failed_calls) as failed_calls,
      sum(d.answered_calls) as answered_calls,
      sum(d.total_duration_seconds) as total_duration_seconds,
      sum(d.credits_used) as credits_used,
      sum(d.leads_generated) as leads_generated,
      sum(d.qualified_leads) as qualified_leads,
      sum(d.engagement_score_sum) as engagement_score_sum,
      sum(d.engagement_score_count) as engagement_score_count,
      sum(d.intent_score_sum) as intent_score_sum,
      sum(d.intent_score_count) as intent_score_count,
      sum(d.urgency_score_sum) as urgency_score_sum,
      sum(d.urgency_score_count) as urgency_score_count,
      sum(d.budget_score_sum) as budget_score_sum,
      sum(d.budget_score_count) as budget_score_count,
      sum(d.fit_score_sum) as fit_score_sum,
      sum(d.fit_score_count) as fit_score_count,
      sum(d.total_score_sum) as total_score_sum,
      sum(d.total_score_count) as total_score_count,
      sum(d.cta_pricing_clicks) as cta_pricing_clicks,
      sum(d.cta_demo_clicks) as cta_demo_clicks,
      sum(d.cta_followup_clicks) as cta_followup_clicks,
      sum(d.cta_sample_clicks) as cta_sample_clicks,
      sum(d.cta_human_escalations) as cta_human_escalations,
      sum(d.cta_calls) as cta_calls,
      sum(d.phone_calls) as phone_calls,
      sum(d.internet_calls) as internet_calls
    from unnest(p_deltas) d
    cross join lateral (values (d.hour), (null)) as h (hour)
    group by d.agent_id, d.date, h.hour
  )
  update public.agent_analytics a
  set
    total_calls = a.total_calls + s.total_calls,
    successful_calls = a.successful_calls + s.successful_calls,
    failed_calls = a.failed_calls + s.failed_calls,
    answered_calls = a.answered_calls + s.answered_calls,
    total_duration_seconds = a.total_duration_seconds + s.total_duration_seconds,
    credits_used = a.credits_used + s.credits_used,
    leads_generated = a.leads_generated + s.leads_generated,
    qualified_leads = a.qualified_leads + s.qualified_leads,
    engagement_score_sum = a.engagement_score_sum + s.engagement_score_sum,
    engagement_score_count = a.engagement_score_count + s.engagement_score_count,
    intent_score_sum = a.intent_score_sum + s.intent_score_sum,
    intent_score_count = a.intent_score_count + s.intent_score_count,
    urgency_score_sum = a.urgency_score_sum + s.urgency_score_sum,
    urgency_score_count = a.urgency_score_count + s.urgency_score_count,
    budget_score_sum = a.budget_score_sum + s.budget_score_sum,
    budget_score_count = a.budget_score_count + s.budget_score_count,
    fit_score_sum = a.fit_score_sum + s.fit_score_sum,
    fit_score_count = a.fit_score_count + s.fit_score_count,
    total_score_sum = a.total_score_sum + s.total_score_sum,
    total_score_count = a.total_score_count + s.total_score_count,
    cta_pricing_clicks = a.cta_pricing_clicks + s.cta_pricing_clicks,
    cta_demo_clicks = a.cta_demo_clicks + s.cta_demo_clicks,
    cta_followup_clicks = a.cta_followup_clicks + s.cta_followup_clicks,
    cta_sample_clicks = a.cta_sample_clicks + s.cta_sample_clicks,
    cta_human_escalations = a.cta_human_escalations + s.cta_human_escalations,
    cta_calls = a.cta_calls + s.cta_calls,
    phone_calls = a.phone_calls + s.phone_calls,
    internet_calls = a.internet_calls + s.internet_calls,
    updated_at = now()
  from sums s
  where a.agent_id = s.agent_id and a.date = s.date and a.hour is not distinct from s.hour;
end
$function$;
comment on function public.add_to_agent_analytics is
  'Adds differences to agent_analytics, to the hour and to the day. Called by the rollup triggers of calls and lead_analytics.';
revoke all on function public.add_to_agent_analytics from public;
alter function public.add_to_agent_analytics owner to app_definer;
