-- The difference that a change of analyses makes to the rollups. A lead carries its own copy of the call's day and hour, because
-- its call may be gone by now.
create or replace function public.update_agent_scores_from_lead_analytics()
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
      sum(x.sign * m.leads_generated) as leads_generated,
      sum(x.sign * m.qualified_leads) as qualified_leads,
      sum(x.sign * m.engagement_score_sum) as engagement_score_sum,
      sum(x.sign * m.engagement_score_count) as engagement_score_count,
      sum(x.sign * m.intent_score_sum) as intent_score_sum,
      sum(x.sign * m.intent_score_count) as intent_score_count,
      sum(x.sign * m.urgency_score_sum) as urgency_score_sum,
      sum(x.sign * m.urgency_score_count) as urgency_score_count,
      sum(x.sign * m.budget_score_sum) as budget_score_sum,
      sum(x.sign * m.budget_score_count) as budget_score_count,
      sum(x.sign * m.fit_score_sum) as fit_score_sum,
      sum(x.sign * m.fit_score_count) as fit_score_count,
      sum(x.sign * m.total_score_sum) as total_score_sum,
      sum(x.sign * m.total_score_count) as total_score_count,
      sum(x.sign * m.cta_pricing_clicks) as cta_pricing_clicks,
      sum(x.sign * m.cta_demo_clicks) as cta_demo_clicks,
      sum(x.sign * m.cta_followup_clicks) as cta_followup_clicks,
      sum(x.sign * m.cta_sample_clicks) as cta_sample_clicks,
      sum(x.sign * m.cta_human_escalations) as cta_human_escalations,
      sum(x.sign * m.cta_calls) as cta_calls
    from (
      select 1 as sign,
        n.agent_id, n.user_id, n.local_date, n.local_hour, n.qualification_status, n.engagement_score,
        n.intent_score, n.urgency_score, n.budget_score, n.fit_score, n.total_score,
        n.cta_pricing_clicks, n.cta_demo_clicks, n.cta_followup_clicks, n.cta_sample_clicks,
        n.cta_human_escalations
      from new_rows n
      union all
      select -1,
        o.agent_id, o.user_id, o.local_date, o.local_hour, o.qualification_status, o.engagement_score,
        o.intent_score, o.urgency_score, o.budget_score, o.fit_score, o.total_score,
        o.cta_pricing_clicks, o.cta_demo_clicks, o.cta_followup_clicks, o.cta_sample_clicks,
        o.cta_human_escalations
      from old_rows o
    ) x
    cross join lateral public.lead_measures(
        x.qualification_status, x.engagement_score, x.intent_score, x.urgency_score, x.budget_score, x.fit_score, x.total_score,
        x.cta_pricing_clicks, x.cta_demo_clicks, x.cta_followup_clicks, x.cta_sample_clicks, x.cta_human_escalations
      ) m
    group by x.agent_id, x.user_id, x.local_date, x.local_hour
    having sum(x.sign * m.leads_generated) <> 0
      or sum(x.sign * m.qualified_leads) <> 0
      or sum(x.sign * m.engagement_score_sum) <> 0
      or sum(x.sign * m.engagement_score_count) <> 0
      or sum(x.sign * m.intent_score_sum) <> 0
      or sum(x.sign * m.intent_score_count) <> 0
      or sum(x.sign * m.urgency_score_sum) <> 0
      or sum(x.sign * m.urgency_score_count) <> 0
      or sum(x.sign * m.budget_score_sum) <> 0
      or sum(x.sign * m.budget_score_count) <> 0
      or sum(x.sign * m.fit_score_sum) <> 0
      or sum(x.sign * m.fit_score_count) <> 0
      or sum(x.sign * m.total_score_sum) <> 0
      or sum(x.sign * m.total_score_count) <> 0
      or sum(x.sign * m.cta_pricing_clicks) <> 0
      or sum(x.sign * m.cta_demo_clicks) <> 0
      or sum(x.sign * m.cta_followup_clicks) <> 0
      or sum(x.sign * m.cta_sample_clicks) <> 0
      or sum(x.sign * m.cta_human_escalations) <> 0
      or sum(x.sign * m.cta_calls) <> 0
  ) s;
  perform public.add_to_agent_analytics(v_deltas);
  return null;
end
$function$;
comment on function public.update_agent_scores_from_lead_analytics is
  'Trigger: adds to agent_analytics what changed analyses count now and takes away what they counted before.';
revoke all on function public.update_agent_scores_from_lead_analytics from public;
alter function public.update_agent_scores_from_lead_analytics owner to app_definer;
