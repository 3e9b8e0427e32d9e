create or replace function api.list_agent_figures(p_from date, p_to date, p_agent_id uuid default null)
  returns table (
    agent_id uuid,
    name text,
    is_active boolean,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer,
    answer_rate numeric,
    success_rate numeric,
    conversion_rate numeric,
    cost_per_lead numeric,
    avg_engagement_score numeric,
    avg_intent_score numeric,
    avg_urgency_score numeric,
    avg_budget_score numeric,
    avg_fit_score numeric,
    avg_total_score numeric,
    cta_pricing_clicks integer,
    cta_demo_clicks integer,
    cta_followup_clicks integer,
    cta_sample_clicks integer,
    cta_human_escalations integer
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
begin
  perform public.require_user();
  perform public.require_period(p_from, p_to);
  return query
  select
    g.id, g.name::text, g.is_active,
    coalesce(s.calls, 0)::integer, coalesce(s.answered, 0)::integer, coalesce(s.successful, 0)::integer, coalesce(s.seconds, 0)::bigint,
    coalesce(s.leads, 0)::integer, coalesce(s.qualified, 0)::integer, coalesce(s.credits, 0)::integer,
    round(100.0 * s.answered / nullif(s.calls, 0), 2), round(100.0 * s.successful / nullif(s.calls, 0), 2),
    round(100.0 * s.qualified / nullif(s.leads, 0), 2), round(s.credits::numeric / nullif(s.leads, 0), 2),
    round(s.engagement / nullif(s.engagement_n, 0), 2), round(s.intent / nullif(s.intent_n, 0), 2),
    round(s.urgency / nullif(s.urgency_n, 0), 2), round(s.budget / nullif(s.budget_n, 0), 2),
    round(s.fit / nullif(s.fit_n, 0), 2), round(s.total / nullif(s.total_n, 0), 2),
    coalesce(s.pricing, 0)::integer, coalesce(s.demo, 0)::integer, coalesce(s.followup, 0)::integer, coalesce(s.sample, 0)::integer,
    coalesce(s.human, 0)::integer
  from public.agents g
  left join lateral (
    select
      sum(a.total_calls) as calls, sum(a.answered_calls) as answered, sum(a.successful_calls) as successful,
      sum(a.total_duration_seconds) as seconds, sum(a.leads_generated) as leads, sum(a.qualified_leads) as qualified,
      sum(a.credits_used) as credits,
      sum(a.engagement_score_sum) as engagement, sum(a.engagement_score_count) as engagement_n,
      sum(a.intent_score_sum) as intent, sum(a.intent_score_count) as intent_n,
      sum(a.urgency_score_sum) as urgency, sum(a.urgency_score_count) as urgency_n,
      sum(a.budget_score_sum) as budget, sum(a.budget_score_count) as budget_n,
      sum(a.fit_score_sum) as fit, sum(a.fit_score_count) as fit_n,
      sum(a.total_score_sum) as total, sum(a.total_score_count) as total_n,
      sum(a.cta_pricing_clicks) as pricing, sum(a.cta_demo_clicks) as demo, sum(a.cta_followup_clicks) as followup,
      sum(a.cta_sample_clicks) as sample, sum(a.cta_human_escalations) as human
    from public.agent_analytics a
    where a.agent_id = g.id and a.hour is null and a.date between p_from and p_to
  ) s on true
  where p_agent_id is null or g.id = p_agent_id
  order by s.calls desc nulls last, g.name, g.id;
end
$function$;
comment on function api.list_agent_figures is
  'The figures of the tenant''s agents, or of one, over a period of local days, most calls first; agents without calls have zeros. Rates are percent; they, scores and cost are null when nothing is there to divide by. Raises not_signed_in, period_invalid.
@notNull agent_id
@notNull name
@notNull is_active
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull talk_seconds
@notNull leads
@notNull qualified_leads
@notNull credits_used
@notNull cta_pricing_clicks
@notNull cta_demo_clicks
@notNull cta_followup_clicks
@notNull cta_sample_clicks
@notNull cta_human_escalations';
revoke all on function api.list_agent_figures from public;
grant execute on function api.list_agent_figures to app_user;
