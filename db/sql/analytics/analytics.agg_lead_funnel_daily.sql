create or replace view analytics.agg_lead_funnel_daily with (security_barrier = true) as
select
  u.tenant_id,
  u.local_date,
  u.total_calls as dialed,
  u.answered_calls as answered,
  u.successful_calls as talked,
  u.leads as analysed,
  u.qualified_leads as qualified,
  (select count(*) from analytics.fct_meetings m where m.tenant_id = u.tenant_id and m.local_date = u.local_date) as meetings,
  (select count(*) from analytics.dim_customers c where c.tenant_id = u.tenant_id and c.local_date = u.local_date) as customers,
  u.tenant_timezone
from analytics.agg_tenant_daily u;

comment on view analytics.agg_lead_funnel_daily is 'One row per tenant and local day: how many went how far. Each step is counted on the day on which it happened.';
comment on column analytics.agg_lead_funnel_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_lead_funnel_daily.local_date is 'Local day.';
comment on column analytics.agg_lead_funnel_daily.dialed is 'Calls created.';
comment on column analytics.agg_lead_funnel_daily.answered is 'Calls answered.';
comment on column analytics.agg_lead_funnel_daily.talked is 'Calls completed.';
comment on column analytics.agg_lead_funnel_daily.analysed is 'Calls with an analysis.';
comment on column analytics.agg_lead_funnel_daily.qualified is 'Qualified leads.';
comment on column analytics.agg_lead_funnel_daily.meetings is 'Meetings booked that day.';
comment on column analytics.agg_lead_funnel_daily.customers is 'Contacts converted that day.';
comment on column analytics.agg_lead_funnel_daily.tenant_timezone is 'Zone of the tenant.';
alter view analytics.agg_lead_funnel_daily owner to app_masker;
revoke all on analytics.agg_lead_funnel_daily from public;
grant select on analytics.agg_lead_funnel_daily to app_analyst;
