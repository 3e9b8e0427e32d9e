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
  (
    select string_agg(format('%s: %s instead of %s', x.cell, x.written, x.summed), ', ')
    from (
      values
        ('total_calls', coalesce(u.total_calls, 0)::numeric, coalesce(s.total_calls, 0)::numeric),
        ('successful_calls', coalesce(u.successful_calls, 0)::numeric, coalesce(s.successful_calls, 0)::numeric),
        ('total_agents', coalesce(u.total_agents, 0)::numeric, coalesce(s.total_agents, 0)::numeric),
        ('total_leads', coalesce(u.total_leads, 0)::numeric, coalesce(s.total_leads, 0)::numeric),
        ('qualified_leads', coalesce(u.qualified_leads, 0)::numeric, coalesce(s.qualified_leads, 0)::numeric),
        ('credits_used', coalesce(u.credits_used, 0)::numeric, coalesce(s.credits_used, 0)::numeric),
        ('answered_calls', coalesce(u.answered_calls, 0)::numeric, coalesce(s.answered_calls, 0)::numeric),
        ('total_duration_seconds', coalesce(u.total_duration_seconds, 0)::numeric, coalesce(s.total_duration_seconds, 0)::numeric),
        ('phone_calls', coalesce(u.phone_calls, 0)::numeric, coalesce(s.phone_calls, 0)::numeric),
        ('internet_calls', coalesce(u.internet_calls, 0)::numeric, coalesce(s.internet_calls, 0)::numeric),
        ('total_score_sum', coalesce(u.total_score_sum, 0)::numeric, coalesce(s.total_score_sum, 0)::numeric),
        ('total_score_count', coalesce(u.total_score_count, 0)::numeric, coalesce(s.total_score_count, 0)::numeric)
    ) as x (cell, written, summed)
    where x.written <> x.summed
  )
from public.user_analytics u
full join (
  select
    x.user_id,
    x.date,
    sum(x.total_calls) as total_calls,
    sum(x.successful_calls) as successful_calls,
    sum((x.total_calls > 0)::integer) as total_agents,
    sum(x.leads_generated) as total_leads,
    sum(x.qualified_leads) as qualified_leads,
    sum(x.credits_used) as credits_used,
    sum(x.answered_calls) as answered_calls,
    sum(x.total_duration_seconds) as total_duration_seconds,
    sum(x.phone_calls) as phone_calls,
    sum(x.internet_calls) as internet_calls,
    sum(x.total_score_sum) as total_score_sum,
    sum(x.total_score_count) as total_score_count
  from public.agent_analytics x
  where x.hour is null
  group by x.user_id, x.date
) s on s.user_id = u.user_id and s.date = u.date
where (
    coalesce(u.total_calls, 0), coalesce(u.successful_calls, 0), coalesce(u.total_agents, 0), coalesce(u.total_leads, 0), coalesce(u.qualified_leads, 0), coalesce(u.credits_used, 0), coalesce(u.answered_calls, 0), coalesce(u.total_duration_seconds, 0), coalesce(u.phone_calls, 0), coalesce(u.internet_calls, 0), coalesce(u.total_score_sum, 0), coalesce(u.total_score_count, 0)
  ) <> (
    coalesce(s.total_calls, 0), coalesce(s.successful_calls, 0), coalesce(s.total_agents, 0), coalesce(s.total_leads, 0), coalesce(s.qualified_leads, 0), coalesce(s.credits_used, 0), coalesce(s.answered_calls, 0), coalesce(s.total_duration_seconds, 0), coalesce(s.phone_calls, 0), coalesce(s.internet_calls, 0), coalesce(s.total_score_sum, 0), coalesce(s.total_score_count, 0)
  );

comment on view public.invariant_17_rollups_add_up is 'Days of agents that are not the sum of their hours, and days of tenants that are not the sum of their agents. Must be empty.';
comment on column public.invariant_17_rollups_add_up.object is 'The table at fault.';
comment on column public.invariant_17_rollups_add_up.key is 'Agent or tenant, and local day.';
comment on column public.invariant_17_rollups_add_up.detail is 'Both sides.';
revoke all on public.invariant_17_rollups_add_up from public;
alter view public.invariant_17_rollups_add_up owner to app_definer;
