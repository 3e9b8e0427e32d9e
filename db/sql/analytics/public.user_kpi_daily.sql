-- The definition of a tenant's day, computed from the rollups at this moment. The materialized summary and the live view both are this.
create or replace view public.user_kpi_daily with (security_barrier = true) as
select
  u.user_id,
  u.date,
  u.total_calls,
  case when u.total_calls > 0 then round(100.0 * u.successful_calls / u.total_calls, 2) else 0 end::numeric(5,2) as success_rate,
  case when u.total_leads > 0 then round(100.0 * u.qualified_leads / u.total_leads, 2) else 0 end::numeric(5,2) as conversion_rate,
  coalesce(round(u.total_score_sum / nullif(u.total_score_count, 0), 2), 0)::numeric(5,2) as avg_scores,
  u.qualified_leads,
  u.credits_used
from public.user_analytics u;

comment on view public.user_kpi_daily is 'One row per tenant and local day with calls: its figures, computed from user_analytics.';
comment on column public.user_kpi_daily.user_id is 'The tenant.';
comment on column public.user_kpi_daily.date is 'Local day of the tenant.';
comment on column public.user_kpi_daily.total_calls is 'Calls of the day.';
comment on column public.user_kpi_daily.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_daily.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_daily.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_daily.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_daily.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_daily from public;
alter view public.user_kpi_daily owner to app_definer;
