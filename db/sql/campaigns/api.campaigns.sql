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
  p.on_line as people_on_line,
  p.unresolved as people_unresolved,
  p.closing as people_closing,
  p.reached as people_reached,
  p.not_reached as people_not_reached,
  p.cancelled as people_cancelled,
  case
    when c.status in ('draft', 'scheduled', 'paused') then n.opens_at
    when c.status = 'active' and not w.open then w.opens_at
  end as next_opening_at,
  array(
    select distinct s.action::text
    from public.campaign_status_steps s
    where s.from_status = c.status and s.action is not null
    order by s.action::text
  ) as actions
from public.call_campaigns c
join public.agents a on a.id = c.agent_id
cross join lateral (
  select
    (count(*) filter (where q.status = 'pending' and q.attempts = 0))::integer as waiting,
    (count(*) filter (where q.status = 'pending' and q.attempts > 0))::integer as retrying,
    (count(*) filter (where q.status = 'processing' and s.id is not null and t.id is null))::integer as on_line,
    (count(*) filter (where q.status = 'processing' and t.id is not null))::integer as unresolved,
    (count(*) filter (where q.status = 'processing' and s.id is null and t.id is null))::integer as closing,
    (count(*) filter (where q.status = 'completed'))::integer as reached,
    (count(*) filter (where q.status in ('failed', 'busy', 'no_answer')))::integer as not_reached,
    (count(*) filter (where q.status = 'cancelled'))::integer as cancelled
  from public.call_queue q
  left join public.active_calls s on s.id = q.id and q.status = 'processing'
  left join public.call_attempts t on t.queue_id = q.id and t.state = 'unknown'
  where q.campaign_id = c.id
) p
left join lateral (
  select l.open, l.opens_at
  from public.dispatch_lane_hours l
  where l.campaign_id = c.id
  order by l.open desc, l.opens_at
  limit 1
) w on true
left join lateral public.next_window(
  c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), now()
) n on true;
comment on view api.campaigns is 'One row per campaign of the tenant, with its people counted by what became of them: total_contacts is the sum of the eight people_ columns.';
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
comment on column api.campaigns.successful_calls is 'Those of them that were answered, voicemail included.';
comment on column api.campaigns.failed_calls is 'Those of them that reached nobody.';
comment on column api.campaigns.started_at is 'When it first became active.';
comment on column api.campaigns.completed_at is 'When nobody was left.';
comment on column api.campaigns.created_at is 'When it was made.';
comment on column api.campaigns.people_waiting is E'People not tried yet.\n@notNull';
comment on column api.campaigns.people_retrying is E'People tried before who wait for a further try.\n@notNull';
comment on column api.campaigns.people_on_line is E'People on a line now.\n@notNull';
comment on column api.campaigns.people_closing is E'People whose line is free and whose call the provider has not confirmed yet.\n@notNull';
comment on column api.campaigns.actions is E'What a person may do with it now: launch, pause, resume, cancel.\n@notNull';
comment on column api.campaigns.people_unresolved is E'People of whom the provider has not said yet whether they were called.\n@notNull';
comment on column api.campaigns.people_reached is E'People whose call was answered, voicemail included.\n@notNull';
comment on column api.campaigns.people_not_reached is E'People whose tries are used up.\n@notNull';
comment on column api.campaigns.people_cancelled is E'People who are not called any more: opted out, campaign cancelled or over.\n@notNull';
comment on column api.campaigns.next_opening_at is 'When calls go out next: before now means at once on launch. Null while calls may go out and when no day is left.';
grant select on api.campaigns to app_user, app_definer;
