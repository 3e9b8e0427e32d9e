create or replace view analytics.agg_agent_daily with (security_barrier = true) as
select
  a.agent_id,
  a.user_id as tenant_id,
  a.date as local_date,
  a.total_calls,
  a.successful_calls,
  a.failed_calls,
  a.answered_calls,
  a.total_duration_seconds as talk_seconds,
  a.phone_calls,
  a.internet_calls,
  a.leads_generated as leads,
  a.qualified_leads,
  a.credits_used,
  a.answer_rate,
  a.success_rate,
  a.conversion_rate,
  a.cost_per_lead,
  a.total_score_sum,
  a.total_score_count,
  a.engagement_score_sum,
  a.engagement_score_count,
  a.intent_score_sum,
  a.intent_score_count,
  a.urgency_score_sum,
  a.urgency_score_count,
  a.budget_score_sum,
  a.budget_score_count,
  a.fit_score_sum,
  a.fit_score_count,
  a.total_cta_interactions as requests,
  t.tenant_timezone
from public.agent_analytics a
join analytics.dim_tenants t on t.tenant_id = a.user_id
where a.hour is null
  and (a.total_calls > 0 or a.leads_generated > 0);

comment on view analytics.agg_agent_daily is 'One row per agent and local day with calls or leads; exact at every moment.';
comment on column analytics.agg_agent_daily.agent_id is 'The agent.';
comment on column analytics.agg_agent_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_agent_daily.local_date is 'Local day.';
comment on column analytics.agg_agent_daily.total_calls is 'Calls created.';
comment on column analytics.agg_agent_daily.successful_calls is 'Calls completed.';
comment on column analytics.agg_agent_daily.failed_calls is 'Calls ended in any other way.';
comment on column analytics.agg_agent_daily.answered_calls is 'Calls answered.';
comment on column analytics.agg_agent_daily.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_agent_daily.phone_calls is 'Calls whose source is phone.';
comment on column analytics.agg_agent_daily.internet_calls is 'Calls whose source is internet.';
comment on column analytics.agg_agent_daily.leads is 'Calls with an analysis.';
comment on column analytics.agg_agent_daily.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_agent_daily.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_agent_daily.answer_rate is 'Percent of calls answered; 0 without calls.';
comment on column analytics.agg_agent_daily.success_rate is 'Percent of calls completed; 0 without calls.';
comment on column analytics.agg_agent_daily.conversion_rate is 'Percent of leads qualified; 0 without leads.';
comment on column analytics.agg_agent_daily.cost_per_lead is 'Unit: credits per lead; 0 without leads.';
comment on column analytics.agg_agent_daily.total_score_sum is 'Sum of total scores: divide by total_score_count for a mean over several rows.';
comment on column analytics.agg_agent_daily.total_score_count is 'Scored leads.';
comment on column analytics.agg_agent_daily.engagement_score_sum is 'Sum of engagement scores.';
comment on column analytics.agg_agent_daily.engagement_score_count is 'Leads with an engagement score.';
comment on column analytics.agg_agent_daily.intent_score_sum is 'Sum of intent scores.';
comment on column analytics.agg_agent_daily.intent_score_count is 'Leads with an intent score.';
comment on column analytics.agg_agent_daily.urgency_score_sum is 'Sum of urgency scores.';
comment on column analytics.agg_agent_daily.urgency_score_count is 'Leads with an urgency score.';
comment on column analytics.agg_agent_daily.budget_score_sum is 'Sum of budget scores.';
comment on column analytics.agg_agent_daily.budget_score_count is 'Leads with a budget score.';
comment on column analytics.agg_agent_daily.fit_score_sum is 'Sum of fit scores.';
comment on column analytics.agg_agent_daily.fit_score_count is 'Leads with a fit score.';
comment on column analytics.agg_agent_daily.requests is 'Requests for prices, a demonstration, a call, a sample or a human being.';
comment on column analytics.agg_agent_daily.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.agg_agent_daily owner to app_masker;
revoke all on analytics.agg_agent_daily from public;
grant select on analytics.agg_agent_daily to app_analyst;
