-- The view public.user_kpi_live for analysts.
create or replace view analytics.kpi_live with (security_barrier = true) as
select
  v.user_id as tenant_id,
  v.date,
  v.total_calls,
  v.success_rate,
  v.conversion_rate,
  v.avg_scores,
  v.qualified_leads,
  v.credits_used
from public.user_kpi_live v
where v.user_id = any (array(select analytics.granted_tenants()));

comment on view analytics.kpi_live is 'One row per tenant and local day with calls: the key figures as of now, never stale.';
comment on column analytics.kpi_live.tenant_id is 'The tenant.';
comment on column analytics.kpi_live.date is 'Local day of the tenant.';
comment on column analytics.kpi_live.total_calls is 'Calls of the day.';
comment on column analytics.kpi_live.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column analytics.kpi_live.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column analytics.kpi_live.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column analytics.kpi_live.qualified_leads is 'Leads that are qualified.';
comment on column analytics.kpi_live.credits_used is 'Whole credits charged.';
alter view analytics.kpi_live owner to app_masker;
revoke all on analytics.kpi_live from public;
grant select on analytics.kpi_live to app_analyst;
