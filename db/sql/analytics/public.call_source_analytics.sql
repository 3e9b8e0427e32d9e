-- Where calls come from. Counted from the calls: no rollup knows the source.
create or replace view public.call_source_analytics with (security_invoker = true) as
select
  c.user_id,
  coalesce(c.call_source, 'unknown') as call_source,
  count(*) as total_calls,
  count(*) filter (where c.status = 'completed') as successful_calls,
  round(100.0 * count(*) filter (where c.status = 'completed') / count(*), 2) as success_rate,
  coalesce(sum(c.duration_seconds), 0) as total_duration_seconds,
  count(l.id) as leads,
  count(l.id) filter (where l.qualification_status = 'qualified') as qualified_leads,
  max(c.created_at) as last_call_at
from public.calls c
left join public.lead_analytics l on l.call_id = c.id
group by c.user_id, coalesce(c.call_source, 'unknown');

comment on view public.call_source_analytics is 'One row per tenant and source that has calls.';
comment on column public.call_source_analytics.user_id is 'The tenant.';
comment on column public.call_source_analytics.call_source is 'phone, internet or unknown.';
comment on column public.call_source_analytics.total_calls is 'Calls.';
comment on column public.call_source_analytics.successful_calls is 'Calls completed.';
comment on column public.call_source_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.call_source_analytics.total_duration_seconds is 'Talk. Unit: seconds.';
comment on column public.call_source_analytics.leads is 'Calls with an analysis.';
comment on column public.call_source_analytics.qualified_leads is 'Leads that are qualified.';
comment on column public.call_source_analytics.last_call_at is 'When the latest of them began.';
revoke all on public.call_source_analytics from public;
grant select on public.call_source_analytics to app_user, app_definer;
