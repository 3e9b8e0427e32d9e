-- A campaign with its people counted by the state of their queue items, so that a refused dial is visible too,
-- while the counters of the reference count calls.
create or replace view api.campaigns with (security_invoker = true) as
select
  c.id, c.name, c.description, c.next_action, c.status, c.agent_id, a.name as agent_name,
  c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c) as timezone,
  c.max_retries, c.retry_interval_minutes, c.total_contacts, c.completed_calls, c.successful_calls, c.failed_calls,
  c.started_at, c.completed_at, c.created_at,
  p.waiting as people_waiting,
  p.retrying as people_retrying,
  p.on_line - p.unresolved as people_on_line,
  p.unresolved as people_unresolved,
  p.reached as people_reached,
  p.not_reached as people_not_reached,
  p.cancelled as people_cancelled,
  w.opens_at as next_opening_at
from public.call_campaigns c
join public.agents a on a.id = c.agent_id
cross join lateral (
  select
    (count(*) filter (where q.status = 'pending' and q.attempts = 0))::integer as waiting,
    (count(*) filter (where q.status = 'pending' and q.attempts > 0))::integer as retrying,
    (count(*) filter (where q.status = 'processing'))::integer as on_line,
    (count(*) filter (where q.status = 'processing' and exists (
      select from public.call_attempts t where t.queue_id = q.id and t.state = 'unknown'
    )))::integer as unresolved,
    (count(*) filter (where q.status = 'completed'))::integer as reached,
    (count(*) filter (where q.status in ('failed', 'busy', 'no_answer')))::integer as not_reached,
    (count(*) filter (where q.status = 'cancelled'))::integer as cancelled
  from public.call_queue q
  where q.campaign_id = c.id
) p
left join lateral (
  select l.opens_at
  from public.dispatch_lane_hours l
  where l.campaign_id = c.id and not l.open
  order by l.opens_at
  limit 1
) w on true;
comment on view api.campaigns is 'One row per campaign of the tenant, with its people counted by what became of them: total_contacts is the sum of the seven people_ columns.';
comment on column api.campaigns.id is 'The campaign.';
comment on column api.campaigns.name is 'Name.';
comment on column api.campaigns.description is 'What it is about.';
comment on column api.campaigns.next_action is 'Goal of the conversations, told to the agent.';
comment on column api.campaigns.status is 'draft, scheduled, active, paused, completed or cancelled.';
comment on column api.campaigns.agent_id is 'The agent that talks.';
comment on column api.campaigns.agent_name is 'Its name.';
comment on column api.campaigns.first_call_time is 'Start of the daily calling hours, local to timezone.';
comment on column api.campaigns.last_call_time is 'End of the daily calling hours, local to timezone; at or before the start means the next morning, equal means all day.';
comment on column api.campaigns.start_date is 'First day, local.';
comment on column api.campaigns.end_date is 'Last day, local; null for none. Its night still belongs to it.';
comment on column api.campaigns.timezone is E'IANA zone of hours and dates.\n@notNull';
comment on column api.campaigns.max_retries is 'Further tries for each person after the first.';
comment on column api.campaigns.retry_interval_minutes is 'Pause before a further try. Unit: minutes.';
comment on column api.campaigns.total_contacts is 'People ever added.';
comment on column api.campaigns.completed_calls is 'Calls whose end is confirmed.';
comment on column api.campaigns.successful_calls is 'Those of them in which somebody talked.';
comment on column api.campaigns.failed_calls is 'Those of them that reached nobody.';
comment on column api.campaigns.started_at is 'When it first became active.';
comment on column api.campaigns.completed_at is 'When nobody was left.';
comment on column api.campaigns.created_at is 'When it was made.';
comment on column api.campaigns.people_waiting is E'People not tried yet.\n@notNull';
comment on column api.campaigns.people_retrying is E'People tried before who wait for a further try.\n@notNull';
comment on column api.campaigns.people_on_line is E'People being called now.\n@notNull';
comment on column api.campaigns.people_unresolved is E'People of whom the provider has not said yet whether they were called.\n@notNull';
comment on column api.campaigns.people_reached is E'People who talked.\n@notNull';
comment on column api.campaigns.people_not_reached is E'People whose tries are used up.\n@notNull';
comment on column api.campaigns.people_cancelled is E'People who are not called any more: opted out, campaign cancelled or over.\n@notNull';
comment on column api.campaigns.next_opening_at is 'When its calling hours begin again; null while open or when they never do.';
grant select on api.campaigns to app_user, app_definer;
