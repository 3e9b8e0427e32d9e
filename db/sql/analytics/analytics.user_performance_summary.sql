-- The view public.user_performance_summary for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.user_performance_summary with (security_barrier = true) as
select
  t.tenant_id,
  coalesce(sum(d.total_calls), 0) as total_calls,
  round(100.0 * sum(d.successful_calls) / nullif(sum(d.total_calls), 0), 2) as success_rate,
  round(100.0 * sum(d.answered_calls) / nullif(sum(d.total_calls), 0), 2) as answer_rate,
  round(100.0 * sum(d.qualified_leads) / nullif(sum(d.leads), 0), 2) as conversion_rate,
  round(sum(d.engagement_score_sum) / nullif(sum(d.engagement_score_count), 0), 2) as avg_engagement_score,
  round(sum(d.intent_score_sum) / nullif(sum(d.intent_score_count), 0), 2) as avg_intent_score,
  round(sum(d.urgency_score_sum) / nullif(sum(d.urgency_score_count), 0), 2) as avg_urgency_score,
  round(sum(d.budget_score_sum) / nullif(sum(d.budget_score_count), 0), 2) as avg_budget_score,
  round(sum(d.fit_score_sum) / nullif(sum(d.fit_score_count), 0), 2) as avg_fit_score,
  round(sum(d.total_score_sum) / nullif(sum(d.total_score_count), 0), 2) as avg_total_score,
  round(sum(d.credits_used)::numeric / nullif(sum(d.leads), 0), 2) as cost_per_lead
from analytics.dim_tenants t
left join analytics.agg_agent_daily d on d.tenant_id = t.tenant_id
group by t.tenant_id;

comment on view analytics.user_performance_summary is 'One row per tenant: rates and mean scores over all its days.';
comment on column analytics.user_performance_summary.tenant_id is 'The tenant.';
comment on column analytics.user_performance_summary.total_calls is 'Calls ever.';
comment on column analytics.user_performance_summary.success_rate is 'Percent of calls completed, 0 to 100; null without calls.';
comment on column analytics.user_performance_summary.answer_rate is 'Percent of calls answered, 0 to 100; null without calls.';
comment on column analytics.user_performance_summary.conversion_rate is 'Percent of leads that are qualified, 0 to 100; null without leads.';
comment on column analytics.user_performance_summary.avg_engagement_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_intent_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_urgency_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_budget_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_fit_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.avg_total_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column analytics.user_performance_summary.cost_per_lead is 'Whole credits per lead, two decimals; null without leads.';
alter view analytics.user_performance_summary owner to app_masker;
revoke all on analytics.user_performance_summary from public;
grant select on analytics.user_performance_summary to app_analyst;
