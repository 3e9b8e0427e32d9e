-- Every cell of agent_analytics, hours and days, against the calls and analyses counted anew. A missing row counts as zeros.
create or replace view public.invariant_16_rollups_match with (security_barrier = true) as
with counted as materialized (
  select c.*
  from public.count_agent_analytics(array(select g.id from public.agents g), '-infinity', 'infinity') c
),
keys as (
  select c.agent_id, c.date, c.hour from counted c
  union
  select a.agent_id, a.date, a.hour from public.agent_analytics a
)
select
  'agent_analytics' as object,
  format('%s %s %s', k.agent_id, k.date, coalesce(k.hour::text, 'day')) as key,
  x.cell || ': ' || coalesce(x.written, 'no row') || ' instead of ' || x.counted as detail
from keys k
left join counted c on c.agent_id = k.agent_id and c.date = k.date and c.hour is not distinct from k.hour
left join public.agent_analytics a on a.agent_id = k.agent_id and a.date = k.date and a.hour is not distinct from k.hour
cross join lateral (
  values
    ('total_calls', a.total_calls::text, coalesce(c.total_calls, 0)::text, coalesce(a.total_calls, 0) = coalesce(c.total_calls, 0)),
    ('successful_calls', a.successful_calls::text, coalesce(c.successful_calls, 0)::text, coalesce(a.successful_calls, 0) = coalesce(c.successful_calls, 0)),
    ('failed_calls', a.failed_calls::text, coalesce(c.failed_calls, 0)::text, coalesce(a.failed_calls, 0) = coalesce(c.failed_calls, 0)),
    ('answered_calls', a.answered_calls::text, coalesce(c.answered_calls, 0)::text, coalesce(a.answered_calls, 0) = coalesce(c.answered_calls, 0)),
    ('total_duration_seconds', a.total_duration_seconds::text, coalesce(c.total_duration_seconds, 0)::text, coalesce(a.total_duration_seconds, 0) = coalesce(c.total_duration_seconds, 0)),
    ('credits_used', a.credits_used::text, coalesce(c.credits_used, 0)::text, coalesce(a.credits_used, 0) = coalesce(c.credits_used, 0)),
    ('leads_generated', a.leads_generated::text, coalesce(c.leads_generated, 0)::text, coalesce(a.leads_generated, 0) = coalesce(c.leads_generated, 0)),
    ('qualified_leads', a.qualified_leads::text, coalesce(c.qualified_leads, 0)::text, coalesce(a.qualified_leads, 0) = coalesce(c.qualified_leads, 0)),
    ('engagement_score_sum', a.engagement_score_sum::text, coalesce(c.engagement_score_sum, 0)::text, coalesce(a.engagement_score_sum, 0) = coalesce(c.engagement_score_sum, 0)),
    ('engagement_score_count', a.engagement_score_count::text, coalesce(c.engagement_score_count, 0)::text, coalesce(a.engagement_score_count, 0) = coalesce(c.engagement_score_count, 0)),
    ('intent_score_sum', a.intent_score_sum::text, coalesce(c.intent_score_sum, 0)::text, coalesce(a.intent_score_sum, 0) = coalesce(c.intent_score_sum, 0)),
    ('intent_score_count', a.intent_score_count::text, coalesce(c.intent_score_count, 0)::text, coalesce(a.intent_score_count, 0) = coalesce(c.intent_score_count, 0)),
    ('urgency_score_sum', a.urgency_score_sum::text, coalesce(c.urgency_score_sum, 0)::text, coalesce(a.urgency_score_sum, 0) = coalesce(c.urgency_score_sum, 0)),
    ('urgency_score_count', a.urgency_score_count::text, coalesce(c.urgency_score_count, 0)::text, coalesce(a.urgency_score_count, 0) = coalesce(c.urgency_score_count, 0)),
    ('budget_score_sum', a.budget_score_sum::text, coalesce(c.budget_score_sum, 0)::text, coalesce(a.budget_score_sum, 0) = coalesce(c.budget_score_sum, 0)),
    ('budget_score_count', a.budget_score_count::text, coalesce(c.budget_score_count, 0)::text, coalesce(a.budget_score_count, 0) = coalesce(c.budget_score_count, 0)),
    ('fit_score_sum', a.fit_score_sum::text, coalesce(c.fit_score_sum, 0)::text, coalesce(a.fit_score_sum, 0) = coalesce(c.fit_score_sum, 0)),
    ('fit_score_count', a.fit_score_count::text, coalesce(c.fit_score_count, 0)::text, coalesce(a.fit_score_count, 0) = coalesce(c.fit_score_count, 0)),
    ('total_score_sum', a.total_score_sum::text, coalesce(c.total_score_sum, 0)::text, coalesce(a.total_score_sum, 0) = coalesce(c.total_score_sum, 0)),
    ('total_score_count', a.total_score_count::text, coalesce(c.total_score_count, 0)::text, coalesce(a.total_score_count, 0) = coalesce(c.total_score_count, 0)),
    ('cta_pricing_clicks', a.cta_pricing_clicks::text, coalesce(c.cta_pricing_clicks, 0)::text, coalesce(a.cta_pricing_clicks, 0) = coalesce(c.cta_pricing_clicks, 0)),
    ('cta_demo_clicks', a.cta_demo_clicks::text, coalesce(c.cta_demo_clicks, 0)::text, coalesce(a.cta_demo_clicks, 0) = coalesce(c.cta_demo_clicks, 0)),
    ('cta_followup_clicks', a.cta_followup_clicks::text, coalesce(c.cta_followup_clicks, 0)::text, coalesce(a.cta_followup_clicks, 0) = coalesce(c.cta_followup_clicks, 0)),
    ('cta_sample_clicks', a.cta_sample_clicks::text, coalesce(c.cta_sample_clicks, 0)::text, coalesce(a.cta_sample_clicks, 0) = coalesce(c.cta_sample_clicks, 0)),
    ('cta_human_escalations', a.cta_human_escalations::text, coalesce(c.cta_human_escalations, 0)::text, coalesce(a.cta_human_escalations, 0) = coalesce(c.cta_human_escalations, 0)),
    ('cta_calls', a.cta_calls::text, coalesce(c.cta_calls, 0)::text, coalesce(a.cta_calls, 0) = coalesce(c.cta_calls, 0)),
    ('phone_calls', a.phone_calls::text, coalesce(c.phone_calls, 0)::text, coalesce(a.phone_calls, 0) = coalesce(c.phone_calls, 0)),
    ('internet_calls', a.internet_calls::text, coalesce(c.internet_calls, 0)::text, coalesce(a.internet_calls, 0) = coalesce(c.internet_calls, 0))
) as x (cell, written, counted, is_right)
where not x.is_right;

comment on view public.invariant_16_rollups_match is 'Cells of agent_analytics, hours and days, that differ from a recount of calls and analyses. Must be empty.';
comment on column public.invariant_16_rollups_match.object is 'The table at fault.';
comment on column public.invariant_16_rollups_match.key is 'Agent, local day, and hour or the word day.';
comment on column public.invariant_16_rollups_match.detail is 'The cell, what is written and what is right.';
revoke all on public.invariant_16_rollups_match from public;
alter view public.invariant_16_rollups_match owner to app_definer;
