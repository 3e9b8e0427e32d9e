-- The view public.call_source_analytics for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.call_source_analytics with (security_barrier = true) as
select
  c.tenant_id,
  c.call_source,
  count(*) as total_calls,
  count(*) filter (where c.status = 'completed') as successful_calls,
  round(100.0 * count(*) filter (where c.status = 'completed') / count(*), 2) as success_rate,
  coalesce(sum(c.duration_seconds), 0) as total_duration_seconds,
  count(l.lead_id) as leads,
  count(l.lead_id) filter (where l.qualification_status = 'qualified') as qualified_leads,
  max(c.created_at) as last_call_at
from analytics.fct_calls c
left join analytics.fct_leads l on l.call_id = c.call_id
group by c.tenant_id, c.call_source;

comment on view analytics.call_source_analytics is 'One row per tenant and source that has calls.';
comment on column analytics.call_source_analytics.tenant_id is 'The tenant.';
comment on column analytics.call_source_analytics.call_source is 'phone, internet or unknown.';
comment on column analytics.call_source_analytics.total_calls is 'Calls.';
comment on column analytics.call_source_analytics.successful_calls is 'Calls completed.';
comment on column analytics.call_source_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column analytics.call_source_analytics.total_duration_seconds is 'Talk. Unit: seconds.';
comment on column analytics.call_source_analytics.leads is 'Calls with an analysis.';
comment on column analytics.call_source_analytics.qualified_leads is 'Leads that are qualified.';
comment on column analytics.call_source_analytics.last_call_at is 'When the latest of them began.';
alter view analytics.call_source_analytics owner to app_masker;
revoke all on analytics.call_source_analytics from public;
grant select on analytics.call_source_analytics to app_analyst;
