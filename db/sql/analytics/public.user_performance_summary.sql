-- How well a tenant does over all its days, from the sums beneath the rollups: a mean of daily means would be wrong.
create or replace view public.user_performance_summary with (security_invoker = true) as
select
  u.id as user_id,
  coalesce(d.calls, 0) as total_calls,
  round(100.0 * d.successful / nullif(d.calls, 0), 2) as success_rate,
  round(100.0 * d.answered / nullif(d.calls, 0), 2) as answer_rate,
  round(100.0 * d.qualified / nullif(d.leads, 0), 2) as conversion_rate,
  round(d.engagement / nullif(d.engagement_n, 0), 2) as avg_engagement_score,
  round(d.intent / nullif(d.intent_n, 0), 2) as avg_intent_score,
  round(d.urgency / nullif(d.urgency_n, 0), 2) as avg_urgency_score,
  round(d.budget / nullif(d.budget_n, 0), 2) as avg_budget_score,
  round(d.fit / nullif(d.fit_n, 0), 2) as avg_fit_score,
  round(d.total / nullif(d.total_n, 0), 2) as avg_total_score,
  round(d.credits::numeric / nullif(d.leads, 0), 2) as cost_per_lead
from public.users u
left join lateral (
  select
    sum(a.total_calls) as calls,
    sum(a.successful_calls) as successful,
    sum(a.answered_calls) as answered,
    sum(a.leads_generated) as leads,
    sum(a.qualified_leads) as qualified,
    sum(a.credits_used) as credits,
    sum(a.engagement_score_sum) as engagement, sum(a.engagement_score_count) as engagement_n,
    sum(a.intent_score_sum) as intent, sum(a.intent_score_count) as intent_n,
    sum(a.urgency_score_sum) as urgency, sum(a.urgency_score_count) as urgency_n,
    sum(a.budget_score_sum) as budget, sum(a.budget_score_count) as budget_n,
    sum(a.fit_score_sum) as fit, sum(a.fit_score_count) as fit_n,
    sum(a.total_score_sum) as total, sum(a.total_score_count) as total_n
  from public.agent_analytics a
  where a.user_id = u.id and a.hour is null
) d on true;

comment on view public.user_performance_summary is 'One row per tenant: rates and mean scores over all its calls. Null where there is nothing to divide by.';
comment on column public.user_performance_summary.user_id is 'The tenant.';
comment on column public.user_performance_summary.total_calls is 'Calls ever.';
comment on column public.user_performance_summary.success_rate is 'Percent of calls completed, 0 to 100; null without calls.';
comment on column public.user_performance_summary.answer_rate is 'Percent of calls answered, 0 to 100; null without calls.';
comment on column public.user_performance_summary.conversion_rate is 'Percent of leads that are qualified, 0 to 100; null without leads.';
comment on column public.user_performance_summary.avg_engagement_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_intent_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_urgency_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_budget_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_fit_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.avg_total_score is 'Mean of the scored leads, 0 to 100; null when none is scored.';
comment on column public.user_performance_summary.cost_per_lead is 'Whole credits per lead, two decimals; null without leads.';
revoke all on public.user_performance_summary from public;
grant select on public.user_performance_summary to app_user, app_definer;
