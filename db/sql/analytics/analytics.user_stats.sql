-- The view public.user_stats for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.user_stats with (security_barrier = true) as
select
  t.tenant_id,
  coalesce(sum(d.total_calls), 0) as total_calls,
  coalesce(sum(d.successful_calls), 0) as successful_calls,
  coalesce(sum(d.leads), 0) as total_leads,
  coalesce(sum(d.qualified_leads), 0) as qualified_leads,
  (select count(*) from analytics.dim_agents g where g.tenant_id = t.tenant_id) as total_agents,
  (select count(*) from analytics.dim_agents g where g.tenant_id = t.tenant_id and g.is_active) as active_agents,
  coalesce(sum(d.credits_used), 0) as credits_used,
  min(d.local_date) filter (where d.total_calls > 0) as first_day,
  max(d.local_date) filter (where d.total_calls > 0) as last_day
from analytics.dim_tenants t
left join analytics.agg_tenant_daily d on d.tenant_id = t.tenant_id
group by t.tenant_id;

comment on view analytics.user_stats is 'One row per tenant: totals over all its days.';
comment on column analytics.user_stats.tenant_id is 'The tenant.';
comment on column analytics.user_stats.total_calls is 'Calls ever.';
comment on column analytics.user_stats.successful_calls is 'Calls completed.';
comment on column analytics.user_stats.total_leads is 'Calls with an analysis.';
comment on column analytics.user_stats.qualified_leads is 'Leads that are qualified.';
comment on column analytics.user_stats.total_agents is 'Agents, also those switched off.';
comment on column analytics.user_stats.active_agents is 'Agents that are switched on.';
comment on column analytics.user_stats.credits_used is 'Whole credits charged.';
comment on column analytics.user_stats.first_day is 'Local day of the first call; null without calls.';
comment on column analytics.user_stats.last_day is 'Local day of the latest call; null without calls.';
alter view analytics.user_stats owner to app_masker;
revoke all on analytics.user_stats from public;
grant select on analytics.user_stats to app_analyst;
