-- Rollup of calls by agent, day and hour, exact at every moment: triggers apply signed differences to the additive columns, and averages
-- and rates are computed from those. Nobody else writes.

comment on table public.agent_analytics is
  'One row per agent, local day and hour, and one per agent and day with hour null.';
comment on column public.agent_analytics.id is 'Key.';
comment on column public.agent_analytics.agent_id is 'The agent; the row is deleted with it.';
comment on column public.agent_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agent_analytics.date is 'Local day of the tenant.';
comment on column public.agent_analytics.hour is 'Local hour 0 to 23; null: the whole day.';
comment on column public.agent_analytics.total_calls is 'Calls created.';
comment on column public.agent_analytics.successful_calls is 'Calls completed.';
comment on column public.agent_analytics.failed_calls is 'Calls ended in any other way.';
comment on column public.agent_analytics.total_duration_minutes is 'Talk in minutes, rounded from total_duration_seconds.';
comment on column public.agent_analytics.avg_duration_minutes is 'Minutes of talk per answered call.';
comment on column public.agent_analytics.leads_generated is 'Calls with an analysis.';
comment on column public.agent_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.agent_analytics.conversion_rate is 'Percent of leads that are qualified, 0 to 100.';
comment on column public.agent_analytics.avg_engagement_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_intent_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_urgency_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_budget_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_fit_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_total_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.agent_analytics.cost_per_lead is 'Credits per lead; 0 without leads.';
comment on column public.agent_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.agent_analytics.answer_rate is 'Percent of calls answered, 0 to 100.';
comment on column public.agent_analytics.cta_pricing_clicks is 'Requests for prices in the calls.';
comment on column public.agent_analytics.cta_demo_clicks is 'Requests for a demonstration.';
comment on column public.agent_analytics.cta_followup_clicks is 'Requests to be called again.';
comment on column public.agent_analytics.cta_sample_clicks is 'Requests for a sample.';
comment on column public.agent_analytics.cta_human_escalations is 'Requests for a human being.';
comment on column public.agent_analytics.total_cta_interactions is 'All of the requests above.';
comment on column public.agent_analytics.cta_conversion_rate is 'Percent of calls with such a request, 0 to 100.';
comment on column public.agent_analytics.answered_calls is 'Calls that were answered (started_at is set).';
comment on column public.agent_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.agent_analytics.cta_calls is 'Analysed calls with at least one such request.';
comment on column public.agent_analytics.phone_calls is 'Calls whose source is phone; those that are neither phone nor internet are of unknown source.';
comment on column public.agent_analytics.internet_calls is 'Calls whose source is internet.';
comment on column public.agent_analytics.engagement_score_sum is 'Sum of engagement_score over the scored leads.';
comment on column public.agent_analytics.engagement_score_count is 'Leads with engagement_score.';
comment on column public.agent_analytics.intent_score_sum is 'Sum of intent_score over the scored leads.';
comment on column public.agent_analytics.intent_score_count is 'Leads with intent_score.';
comment on column public.agent_analytics.urgency_score_sum is 'Sum of urgency_score over the scored leads.';
comment on column public.agent_analytics.urgency_score_count is 'Leads with urgency_score.';
comment on column public.agent_analytics.budget_score_sum is 'Sum of budget_score over the scored leads.';
comment on column public.agent_analytics.budget_score_count is 'Leads with budget_score.';
comment on column public.agent_analytics.fit_score_sum is 'Sum of fit_score over the scored leads.';
comment on column public.agent_analytics.fit_score_count is 'Leads with fit_score.';
comment on column public.agent_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.agent_analytics.total_score_count is 'Leads with total_score.';
comment on column public.agent_analytics.created_at is 'When the row was written.';
comment on column public.agent_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.agent_analytics enable row level security;
alter table public.agent_analytics force row level security;

drop policy if exists agent_analytics_select_own on public.agent_analytics;
create policy agent_analytics_select_own on public.agent_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agent_analytics_select_own on public.agent_analytics is 'A tenant reads its own agent analytics.';

drop policy if exists agent_analytics_select_masker on public.agent_analytics;
create policy agent_analytics_select_masker on public.agent_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy agent_analytics_select_masker on public.agent_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists agent_analytics_all_definer on public.agent_analytics;
create policy agent_analytics_all_definer on public.agent_analytics for all to app_definer
  using (true) with check (true);
comment on policy agent_analytics_all_definer on public.agent_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.agent_analytics to app_user;
grant select, insert, update, delete on public.agent_analytics to app_definer;
grant select on public.agent_analytics to app_masker;
