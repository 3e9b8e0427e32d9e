-- The one writer of lead_analytics. The calls are locked first, in the order of their ids, like the event applier does: what is read
-- then is the newest, so of two writers the later one has the last word, and a person's decision in between is seen.
-- Locks: calls, leads, rollups. What changes nothing fires nothing.
create or replace function public.write_leads(p_call_ids uuid[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_written integer;
begin
  perform 1 from public.calls c where c.id = any (p_call_ids) order by c.id for no key update;

  insert into public.lead_analytics as l (
    call_id, user_id, agent_id, contact_id, engagement_score, intent_score, urgency_score, budget_score, fit_score, qualification_status,
    lifecycle_status, key_topics, pain_points, objections, next_steps, competitor_mentions, decision_timeline, budget_range, decision_maker,
    call_outcome, meeting_scheduled_at, follow_up_date, notes, ai_analysis, cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks,
    cta_sample_clicks, cta_human_escalations, created_at, updated_at
  )
  select
    s.call_id, (s.shown).user_id, (s.shown).agent_id, (s.shown).contact_id, (s.shown).engagement_score, (s.shown).intent_score,
    (s.shown).urgency_score, (s.shown).budget_score, (s.shown).fit_score, (s.shown).qualification_status, (s.shown).lifecycle_status,
    (s.shown).key_topics, (s.shown).pain_points, (s.shown).objections, (s.shown).next_steps, (s.shown).competitor_mentions,
    (s.shown).decision_timeline, (s.shown).budget_range, (s.shown).decision_maker, (s.shown).call_outcome, (s.shown).meeting_scheduled_at,
    (s.shown).follow_up_date, (s.shown).notes, (s.shown).ai_analysis, (s.shown).cta_pricing_clicks, (s.shown).cta_demo_clicks,
    (s.shown).cta_followup_clicks, (s.shown).cta_sample_clicks, (s.shown).cta_human_escalations, p_now, p_now
  from public.shown_leads(p_call_ids) s
  order by s.call_id
  on conflict (call_id) do update
  set (
    engagement_score, intent_score, urgency_score, budget_score, fit_score, qualification_status, lifecycle_status, key_topics, pain_points,
    objections, next_steps, competitor_mentions, decision_timeline, budget_range, decision_maker, call_outcome, meeting_scheduled_at,
    follow_up_date, notes, ai_analysis, cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks, cta_sample_clicks, cta_human_escalations,
    updated_at
  ) = row (
    excluded.engagement_score, excluded.intent_score, excluded.urgency_score, excluded.budget_score, excluded.fit_score,
    excluded.qualification_status, excluded.lifecycle_status, excluded.key_topics, excluded.pain_points, excluded.objections,
    excluded.next_steps, excluded.competitor_mentions, excluded.decision_timeline, excluded.budget_range, excluded.decision_maker,
    excluded.call_outcome, excluded.meeting_scheduled_at, excluded.follow_up_date, excluded.notes, excluded.ai_analysis,
    excluded.cta_pricing_clicks, excluded.cta_demo_clicks, excluded.cta_followup_clicks, excluded.cta_sample_clicks,
    excluded.cta_human_escalations, excluded.updated_at
  )
  where public.lead_content(l) is distinct from public.lead_content(excluded);
  get diagnostics v_written = row_count;
  return v_written;
end
$function$;
comment on function public.write_leads is
  'Brings lead_analytics to what the calls and the persons'' decisions say and returns how many rows changed. Called by analyse_calls, override_lead and withdraw_lead_override.';
revoke all on function public.write_leads from public;
alter function public.write_leads owner to app_definer;
