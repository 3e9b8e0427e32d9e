-- The rollups counted anew from what they are about: what agent_analytics has to say at this moment.
create or replace function public.count_agent_analytics(p_agent_ids uuid[], p_from date, p_to date)
  returns setof public.rollup_delta
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  with counted as (
    select
      c.agent_id, c.user_id, c.local_date as date, c.local_hour::integer as hour,
      m.total_calls, m.successful_calls, m.failed_calls, m.answered_calls, m.total_duration_seconds, m.credits_used,
      0 as leads_generated, 0 as qualified_leads, 0 as engagement_score_sum, 0 as engagement_score_count,
      0 as intent_score_sum, 0 as intent_score_count, 0 as urgency_score_sum, 0 as urgency_score_count,
      0 as budget_score_sum, 0 as budget_score_count, 0 as fit_score_sum, 0 as fit_score_count, 0 as total_score_sum,
      0 as total_score_count, 0 as cta_pricing_clicks, 0 as cta_demo_clicks, 0 as cta_followup_clicks,
      0 as cta_sample_clicks, 0 as cta_human_escalations, 0 as cta_calls,
      m.phone_calls, m.internet_calls
    from public.calls c
    cross join lateral public.call_measures(c.status, c.started_at, c.duration_seconds, c.credits, c.call_source) m
    where c.agent_id = any (p_agent_ids) and c.local_date between p_from and p_to
    union all
    select
      l.agent_id, l.user_id, l.local_date, l.local_hour::integer,
      0, 0, 0, 0, 0, 0,
      m.*,
      0, 0
    from public.lead_analytics l
    cross join lateral public.lead_measures(
      l.qualification_status, l.engagement_score, l.intent_score, l.urgency_score, l.budget_score, l.fit_score,
      l.total_score, l.cta_pricing_clicks, l.cta_demo_clicks, l.cta_followup_clicks, l.cta_sample_clicks,
      l.cta_human_escalations
    ) m
    where l.agent_id = any (p_agent_ids) and l.local_date between p_from and p_to
  )
  select
    x.agent_id, x.user_id, x.date, h.hour,
    sum(x.total_calls)::integer,
    sum(x.successful_calls)::integer,
    sum(x.failed_calls)::integer,
    sum(x.answered_calls)::integer,
    sum(x.total_duration_seconds)::bigint,
    sum(x.credits_used)::integer,
    sum(x.leads_generated)::integer,
    sum(x.qualified_leads)::integer,
    sum(x.engagement_score_sum)::numeric,
    sum(x.engagement_score_count)::integer,
    sum(x.intent_score_sum)::numeric,
    sum(x.intent_score_count)::integer,
    sum(x.urgency_score_sum)::numeric,
    sum(x.urgency_score_count)::integer,
    sum(x.budget_score_sum)::numeric,
    sum(x.budget_score_count)::integer,
    sum(x.fit_score_sum)::numeric,
    sum(x.fit_score_count)::integer,
    sum(x.total_score_sum)::numeric,
    sum(x.total_score_count)::integer,
    sum(x.cta_pricing_clicks)::integer,
    sum(x.cta_demo_clicks)::integer,
    sum(x.cta_followup_clicks)::integer,
    sum(x.cta_sample_clicks)::integer,
    sum(x.cta_human_escalations)::integer,
    sum(x.cta_calls)::integer,
    sum(x.phone_calls)::integer,
    sum(x.internet_calls)::integer
  from counted x
  cross join lateral (values (x.hour), (null)) as h (hour)
  group by x.agent_id, x.user_id, x.date, h.hour
$function$;
comment on function public.count_agent_analytics is
  'What agents'' hours and days (hour null) from p_from to p_to amount to, counted from calls and analyses; hours without any are left out. Called by recompute_agent_daily_from_calls and the invariants.';
revoke all on function public.count_agent_analytics from public;
grant execute on function public.count_agent_analytics to app_definer;
