-- The summary that is never stale: stored rows whose pair is not noted, and the noted pairs computed anew. All of it in one
-- statement sees one snapshot, and the note of a change commits with the change.
create or replace view public.user_kpi_live with (security_barrier = true) as
select m.user_id, m.date, m.total_calls, m.success_rate, m.conversion_rate, m.avg_scores, m.qualified_leads, m.credits_used
from public.user_kpi_summary m
where not exists (select from public.kpi_notes n where n.user_id = m.user_id and n.date = m.date)
union all
select d.user_id, d.date, d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used
from public.user_kpi_daily d
where exists (select from public.kpi_notes n where n.user_id = d.user_id and n.date = d.date);

comment on view public.user_kpi_live is 'One row per tenant and local day with calls: the figures as of now, whenever the summary was refreshed.';
comment on column public.user_kpi_live.user_id is 'The tenant.';
comment on column public.user_kpi_live.date is 'Local day of the tenant.';
comment on column public.user_kpi_live.total_calls is 'Calls of the day.';
comment on column public.user_kpi_live.success_rate is 'Percent of calls completed, 0 to 100; 0 without calls.';
comment on column public.user_kpi_live.conversion_rate is 'Percent of leads that are qualified, 0 to 100; 0 without leads.';
comment on column public.user_kpi_live.avg_scores is 'Mean total score of the scored leads, 0 to 100; 0 when none is scored.';
comment on column public.user_kpi_live.qualified_leads is 'Leads that are qualified.';
comment on column public.user_kpi_live.credits_used is 'Whole credits charged.';
revoke all on public.user_kpi_live from public;
alter view public.user_kpi_live owner to app_definer;
grant select on public.user_kpi_live to app_masker;
