-- See update_agent_scores_from_lead_analytics.
create or replace function public.roll_up_leads_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deltas public.rollup_delta[];
begin
  select array_agg((
    s.agent_id, s.user_id, s.local_date, s.local_hour,
    0, 0, 0, 0, 0, 0, s.leads_generated, s.qualified_leads, s.engagement_score_sum,
    s.engagement_score_count, s.intent_score_sum, s.intent_score_count, s.urgency_score_sum,
    s.urgency_score_count, s.budget_score_sum, s.budget_score_count, s.fit_score_sum, s.fit_score_count,
    s.total_score_sum, s.total_score_count, s.cta_pricing_clicks, s.cta_demo_clicks,
    s.cta_followup_clicks, s.cta_sample_clicks, s.cta_human_escalations, s.cta_calls,
    0, 0
  )::public.rollup_delta)
  into v_deltas
  from (
    select
      x.agent_id,
      x.user_id,
      x.local_date,
      x.local_hour,
      -sum(m.leads_generated) as leads_generated,
      -sum(m.qualified_leads) as qualified_leads,
      -sum(m.engagement_score_sum) as engagement_score_sum,
      -sum(m.engagement_score_count) as engagement_score_count,
      -sum(m.intent_score_sum) as intent_score_sum,
      -sum(m.intent_score_count) as intent_score_count,
      -sum(m.urgency_score_sum) as urgency_score_sum,
      -sum(m.urgency_score_count) as urgency_score_count,
      -sum(m.budget_score_sum) as budget_score_sum,
      -sum(m.budget_score_count) as budget_score_count,
      -sum(m.fit_score_sum) as fit_score_sum,
      -sum(m.fit_score_count) as fit_score_count,
      -sum(m.total_score_sum) as total_score_sum,
      -sum(m.total_score_count) as total_score_count,
      -sum(m.cta_pricing_clicks) as cta_pricing_clicks,
      -sum(m.cta_demo_clicks) as cta_demo_clicks,
      -sum(m.cta_followup_clicks) as cta_followup_clicks,
      -sum(m.cta_sample_clicks) as cta_sample_clicks,
      -sum(m.cta_human_escalations) as cta_human_escalations,
      -sum(m.cta_calls) as cta_calls
    from old_rows x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.roll_up_leads_on_delete is
  'Trigger: takes deleted analyses out of agent_analytics.';
revoke all on function public.roll_up_leads_on_delete from public;
alter function public.roll_up_leads_on_delete owner to app_definer;
