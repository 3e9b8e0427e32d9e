-- Stored figures of tenants' days. A row may be old: then its pair is in kpi_notes, and user_kpi_live computes it. So nobody reads the
-- summary itself.
comment on materialized view public.user_kpi_summary is 'One row per tenant and local day as of the last refresh; read it through user_kpi_live.';
comment on column public.user_kpi_summary.user_id is 'The tenant.';
comment on column public.user_kpi_summary.date is 'Local day of the tenant.';
comment on column public.user_kpi_summary.total_calls is 'Calls of the day.';
comment on column public.user_kpi_summary.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_summary.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_summary.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_summary.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_summary.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_summary from public;
