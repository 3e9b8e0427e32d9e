-- What the analysis of a call says about the person. It is the opinion of a model about what strangers said: words are checked, scores
-- are bounded, and nothing here moves money.

comment on table public.lead_analytics is
  'One row per analysed call: scores, qualification and what was said.';
comment on column public.lead_analytics.id is 'Key.';
comment on column public.lead_analytics.call_id is 'The call; once, deleted with it.';
comment on column public.lead_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_analytics.agent_id is 'Agent that spoke; the row is deleted with it.';
comment on column public.lead_analytics.contact_id is 'Person on the line; null when unknown or gone.';
comment on column public.lead_analytics.engagement_score is 'How engaged the person was, 0 to 100; null when not scored.';
comment on column public.lead_analytics.intent_score is 'How much the person wants to buy, 0 to 100; null when not scored.';
comment on column public.lead_analytics.urgency_score is 'How soon, 0 to 100; null when not scored.';
comment on column public.lead_analytics.budget_score is 'How well the budget fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.fit_score is 'How well the offer fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.total_score is 'Mean of those of the five scores that are known, 0 to 100, computed here and nowhere else; null when none is.';
comment on column public.lead_analytics.qualification_status is
  'qualified, unqualified, or needs_review when the analysis was unsure; null before it is decided.';
comment on column public.lead_analytics.lifecycle_status is 'Where the lead stands on its way to a customer; new to begin with.';
comment on column public.lead_analytics.key_topics is 'What was talked about.';
comment on column public.lead_analytics.pain_points is 'What troubles the person.';
comment on column public.lead_analytics.objections is 'What the person held against it.';
comment on column public.lead_analytics.next_steps is 'What was agreed to happen next.';
comment on column public.lead_analytics.competitor_mentions is 'Competitors that were named.';
comment on column public.lead_analytics.decision_timeline is 'When the person means to decide, in words; null when unknown.';
comment on column public.lead_analytics.budget_range is 'Budget in words; null when unknown.';
comment on column public.lead_analytics.decision_maker is 'True: the person decides; null when unknown.';
comment on column public.lead_analytics.call_outcome is 'How the call ended for the tenant; null before it is known.';
comment on column public.lead_analytics.meeting_scheduled_at is 'Instant of the meeting agreed in the call; null when none was.';
comment on column public.lead_analytics.follow_up_date is 'Local day on which to follow up; null when none was agreed.';
comment on column public.lead_analytics.notes is 'Free text; null when none.';
comment on column public.lead_analytics.ai_analysis is 'The whole result of the analysis as it came, with its confidences.';
comment on column public.lead_analytics.local_date is 'Copy of calls.local_date: when the call is deleted the rollup can still find the day.';
comment on column public.lead_analytics.local_hour is 'Copy of calls.local_hour.';
comment on column public.lead_analytics.cta_pricing_clicks is 'How often the person asked for prices. Unit: requests.';
comment on column public.lead_analytics.cta_demo_clicks is 'How often the person asked for a demonstration. Unit: requests.';
comment on column public.lead_analytics.cta_followup_clicks is 'How often the person asked to be called again. Unit: requests.';
comment on column public.lead_analytics.cta_sample_clicks is 'How often the person asked for a sample. Unit: requests.';
comment on column public.lead_analytics.cta_human_escalations is 'How often the person asked for a human being. Unit: requests.';
comment on column public.lead_analytics.created_at is 'When the row was written.';
comment on column public.lead_analytics.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.lead_analytics enable row level security;
alter table public.lead_analytics force row level security;

drop policy if exists lead_analytics_select_own on public.lead_analytics;
create policy lead_analytics_select_own on public.lead_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_analytics_select_own on public.lead_analytics is 'A tenant reads its own lead analytics.';

drop policy if exists lead_analytics_select_masker on public.lead_analytics;
create policy lead_analytics_select_masker on public.lead_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_analytics_select_masker on public.lead_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_analytics_all_definer on public.lead_analytics;
create policy lead_analytics_all_definer on public.lead_analytics for all to app_definer
  using (true) with check (true);
comment on policy lead_analytics_all_definer on public.lead_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_analytics to app_user;
grant select, insert, update, delete on public.lead_analytics to app_definer;
grant select on public.lead_analytics to app_masker;
