-- How an analysed call counts, beside what the call itself counts: the one definition, for triggers, recomputes,
-- invariants and tests. Additive only: of each score its sum and how many have it.
create or replace function public.lead_measures(
  p_qualification_status text,
  p_engagement_score numeric,
  p_intent_score numeric,
  p_urgency_score numeric,
  p_budget_score numeric,
  p_fit_score numeric,
  p_total_score numeric,
  p_cta_pricing_clicks integer,
  p_cta_demo_clicks integer,
  p_cta_followup_clicks integer,
  p_cta_sample_clicks integer,
  p_cta_human_escalations integer
)
  returns table (
    leads_generated integer,
    qualified_leads integer,
    engagement_score_sum numeric,
    engagement_score_count integer,
    intent_score_sum numeric,
    intent_score_count integer,
    urgency_score_sum numeric,
    urgency_score_count integer,
    budget_score_sum numeric,
    budget_score_count integer,
    fit_score_sum numeric,
    fit_score_count integer,
    total_score_sum numeric,
    total_score_count integer,
    cta_pricing_clicks integer,
    cta_demo_clicks integer,
    cta_followup_clicks integer,
    cta_sample_clicks integer,
    cta_human_escalations integer,
    cta_calls integer
  )
  language sql
  immutable
  parallel safe
begin atomic
  select
    1,
    coalesce(p_qualification_status = 'qualified', false)::integer,
    coalesce(p_engagement_score, 0),
    (p_engagement_score is not null)::integer,
    coalesce(p_intent_score, 0),
    (p_intent_score is not null)::integer,
    coalesce(p_urgency_score, 0),
    (p_urgency_score is not null)::integer,
    coalesce(p_budget_score, 0),
    (p_budget_score is not null)::integer,
    coalesce(p_fit_score, 0),
    (p_fit_score is not null)::integer,
    coalesce(p_total_score, 0),
    (p_total_score is not null)::integer,
    p_cta_pricing_clicks,
    p_cta_demo_clicks,
    p_cta_followup_clicks,
    p_cta_sample_clicks,
    p_cta_human_escalations,
    (p_cta_pricing_clicks > 0 or p_cta_demo_clicks > 0 or p_cta_followup_clicks > 0 or p_cta_sample_clicks > 0 or p_cta_human_escalations > 0)::integer;
end;
comment on function public.lead_measures is
  'What one analysis adds to agent_analytics. Units: leads, score points, requests. Called by the rollup triggers, the recomputes and the invariants.';
revoke all on function public.lead_measures from public;
grant execute on function public.lead_measures to app_definer;
