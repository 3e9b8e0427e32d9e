-- A tenant at a glance, from the days of user_analytics, so that it costs days and not calls.
create or replace view public.user_stats with (security_invoker = true) as
select
  u.id as user_id,
  coalesce(d.calls, 0) as total_calls,
  coalesce(d.successful, 0) as successful_calls,
  coalesce(d.leads, 0) as total_leads,
  coalesce(d.qualified, 0) as qualified_leads,
  (select count(*) from public.agents g where g.user_id = u.id) as total_agents,
  (select count(*) from public.agents g where g.user_id = u.id and g.is_active) as active_agents,
  coalesce(d.credits, 0) as credits_used,
  d.first_day,
  d.last_day
from public.users u
left join lateral (
  select
    sum(a.total_calls) as calls,
    sum(a.successful_calls) as successful,
    sum(a.total_leads) as leads,
    sum(a.qualified_leads) as qualified,
    sum(a.credits_used) as credits,
    min(a.date) filter (where a.total_calls > 0) as first_day,
    max(a.date) filter (where a.total_calls > 0) as last_day
  from public.user_analytics a
  where a.user_id = u.id
) d on true;

comment on view public.user_stats is 'One row per tenant: what it has done so far. Zeros when it has done nothing.';
comment on column public.user_stats.user_id is 'The tenant.';
comment on column public.user_stats.total_calls is 'Calls ever.';
comment on column public.user_stats.successful_calls is 'Calls completed.';
comment on column public.user_stats.total_leads is 'Calls with an analysis.';
comment on column public.user_stats.qualified_leads is 'Leads that are qualified.';
comment on column public.user_stats.total_agents is 'Agents, also those switched off.';
comment on column public.user_stats.active_agents is 'Agents that are switched on.';
comment on column public.user_stats.credits_used is 'Whole credits charged.';
comment on column public.user_stats.first_day is 'Local day of the first call; null without calls.';
comment on column public.user_stats.last_day is 'Local day of the latest call; null without calls.';
revoke all on public.user_stats from public;
grant select on public.user_stats to app_user, app_definer;
