-- The hours of an agent add up to its day, and the days of a tenant's agents to the tenant's day.
create or replace view public.invariant_17_rollups_add_up with (security_barrier = true) as
select
  'agent_analytics' as object,
  format('%s %s', a.agent_id, a.date) as key,
  format('day: %s calls, %s s, %s credits, %s leads; hours: %s, %s, %s, %s',
    sum(a.total_calls) filter (where a.hour is null), sum(a.total_duration_seconds) filter (where a.hour is null),
    sum(a.credits_used) filter (where a.hour is null), sum(a.leads_generated) filter (where a.hour is null),
    sum(a.total_calls) filter (where a.hour is not null), sum(a.total_duration_seconds) filter (where a.hour is not null),
    sum(a.credits_used) filter (where a.hour is not null), sum(a.leads_generated) filter (where a.hour is not null)
  ) as detail
from public.agent_analytics a
group by a.agent_id, a.date
having (
    coalesce(sum(a.total_calls) filter (where a.hour is null), 0),
    coalesce(sum(a.total_duration_seconds) filter (where a.hour is null), 0),
    coalesce(sum(a.credits_used) filter (where a.hour is null), 0),
    coalesce(sum(a.leads_generated) filter (where a.hour is null), 0)
  ) is distinct from (
    coalesce(sum(a.total_calls) filter (where a.hour is not null), 0),
    coalesce(sum(a.total_duration_seconds) filter (where a.hour is not null), 0),
    coalesce(sum(a.credits_used) filter (where a.hour is not null), 0),
    coalesce(sum(a.leads_generated) filter (where a.hour is not null), 0)
  )
union all
select
  'user_analytics',
  format('%s %s', coalesce(u.user_id, s.user_id), coalesce(u.date, s.date)),
  format('written: %s calls, %s successful, %s agents, %s leads, %s qualified, %s credits; agents: %s, %s, %s, %s, %s, %s',
    u.total_calls, u.successful_calls, u.total_agents, u.total_leads, u.qualified_leads, u.credits_used,
    s.calls, s.successful, s.agents, s.leads, s.qualified, s.credits)
from public.user_analytics u
full join (
  select
    a.user_id,
    a.date,
    sum(a.total_calls) as calls,
    sum(a.successful_calls) as successful,
    count(*) filter (where a.total_calls > 0) as agents,
    sum(a.leads_generated) as leads,
    sum(a.qualified_leads) as qualified,
    sum(a.credits_used) as credits
  from public.agent_analytics a
  where a.hour is null
  group by a.user_id, a.date
) s on s.user_id = u.user_id and s.date = u.date
where (
    coalesce(u.total_calls, 0), coalesce(u.successful_calls, 0), coalesce(u.total_agents, 0),
    coalesce(u.total_leads, 0), coalesce(u.qualified_leads, 0), coalesce(u.credits_used, 0)
  ) <> (
    coalesce(s.calls, 0), coalesce(s.successful, 0), coalesce(s.agents, 0),
    coalesce(s.leads, 0), coalesce(s.qualified, 0), coalesce(s.credits, 0)
  );

comment on view public.invariant_17_rollups_add_up is 'Days of agents that are not the sum of their hours, and days of tenants that are not the sum of their agents. Must be empty.';
comment on column public.invariant_17_rollups_add_up.object is 'The table at fault.';
comment on column public.invariant_17_rollups_add_up.key is 'Agent or tenant, and local day.';
comment on column public.invariant_17_rollups_add_up.detail is 'Both sides.';
revoke all on public.invariant_17_rollups_add_up from public;
alter view public.invariant_17_rollups_add_up owner to app_definer;
