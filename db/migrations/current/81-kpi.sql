-- The summary of tenants' days, stored, and never stale to its readers.
--!include analytics/public.user_kpi_daily.sql
drop materialized view if exists public.user_kpi_summary cascade;
create materialized view public.user_kpi_summary as
select d.user_id, d.date, d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used
from public.user_kpi_daily d;
create unique index user_kpi_summary_user_date_key on public.user_kpi_summary (user_id, date);
create index idx_user_kpi_summary_date on public.user_kpi_summary (date);
create index idx_user_kpi_summary_performance on public.user_kpi_summary (user_id, success_rate desc, conversion_rate desc);
alter materialized view public.user_kpi_summary owner to app_definer;
--!include analytics/public.user_kpi_summary.sql
--!include analytics/public.user_kpi_live.sql
--!include analytics/public.note_changed_kpi.sql
--!include analytics/public.note_deleted_kpi.sql
--!include analytics/public.note_kpi_of_calls.sql
--!include analytics/public.note_kpi_of_deleted_calls.sql
--!include analytics/public.refresh_user_kpi_summary.sql
--!include analytics/public.scheduled_refresh_user_kpi_summary.sql
--!include analytics/public.refresh_user_kpi_summary_for_user.sql
--!include analytics/public.agent_analytics.triggers.sql
--!include analytics/public.user_analytics.triggers.sql
--!include calls/public.calls.triggers.sql
--!include integrity/public.invariant_18_kpi_is_live.sql
