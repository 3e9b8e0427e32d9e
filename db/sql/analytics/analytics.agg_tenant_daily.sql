create or replace view analytics.agg_tenant_daily with (security_barrier = true) as
select
  u.user_id as tenant_id,
  u.date as local_date,
  u.total_calls,
  u.successful_calls,
  u.answered_calls,
  u.total_duration_seconds as talk_seconds,
  u.phone_calls,
  u.internet_calls,
  u.total_agents as active_agents,
  u.total_leads as leads,
  u.qualified_leads,
  u.credits_used,
  u.total_score_sum,
  u.total_score_count,
  t.tenant_timezone
from public.user_analytics u
join analytics.dim_tenants t on t.tenant_id = u.user_id
where u.total_calls > 0 or u.total_leads > 0;

comment on view analytics.agg_tenant_daily is 'One row per tenant and local day with calls or leads; exact at every moment.';
comment on column analytics.agg_tenant_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_tenant_daily.local_date is 'Local day.';
comment on column analytics.agg_tenant_daily.total_calls is 'Calls created.';
comment on column analytics.agg_tenant_daily.successful_calls is 'Calls completed.';
comment on column analytics.agg_tenant_daily.answered_calls is 'Calls answered.';
comment on column analytics.agg_tenant_daily.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_tenant_daily.phone_calls is 'Calls whose source is phone.';
comment on column analytics.agg_tenant_daily.internet_calls is 'Calls whose source is internet.';
comment on column analytics.agg_tenant_daily.active_agents is 'Agents with calls.';
comment on column analytics.agg_tenant_daily.leads is 'Calls with an analysis.';
comment on column analytics.agg_tenant_daily.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_tenant_daily.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_tenant_daily.total_score_sum is 'Sum of total scores.';
comment on column analytics.agg_tenant_daily.total_score_count is 'Scored leads.';
comment on column analytics.agg_tenant_daily.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.agg_tenant_daily owner to app_masker;
revoke all on analytics.agg_tenant_daily from public;
grant select on analytics.agg_tenant_daily to app_analyst;
