-- The live figures are those computed from the rollups, and a stored row that is not is noted.
create or replace view public.invariant_18_kpi_is_live with (security_barrier = true) as
select
  'user_kpi_live' as object,
  format('%s %s', coalesce(d.user_id, v.user_id), coalesce(d.date, v.date)) as key,
  format('shows %s instead of %s', coalesce(v::text, 'nothing'), coalesce(d::text, 'nothing')) as detail
from public.user_kpi_daily d
full join public.user_kpi_live v on v.user_id = d.user_id and v.date = d.date
where (d.total_calls, d.success_rate, d.conversion_rate, d.avg_scores, d.qualified_leads, d.credits_used)
  is distinct from (v.total_calls, v.success_rate, v.conversion_rate, v.avg_scores, v.qualified_leads, v.credits_used);

comment on view public.invariant_18_kpi_is_live is 'Days of tenants whose live figures differ from those computed from the rollups. Must be empty.';
comment on column public.invariant_18_kpi_is_live.object is 'The view at fault.';
comment on column public.invariant_18_kpi_is_live.key is 'Tenant and local day.';
comment on column public.invariant_18_kpi_is_live.detail is 'What is shown and what is right.';
revoke all on public.invariant_18_kpi_is_live from public;
alter view public.invariant_18_kpi_is_live owner to app_definer;
