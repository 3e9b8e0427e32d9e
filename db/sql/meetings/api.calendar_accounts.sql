create or replace view api.calendar_accounts with (security_invoker = true) as
select
  a.id,
  a.email,
  a.status,
  a.last_error,
  s.last_pull_at,
  coalesce(s.channel_expires_at > now() and s.channel_id is not null, false) as is_told,
  coalesce(s.not_before > now(), false) as is_paused,
  (
    select count(*)::integer from public.calendar_meeting_sync m where m.account_id = a.id and m.push_state = 'waiting'
  ) as waiting,
  (
    select count(*)::integer from public.calendar_meeting_sync m where m.account_id = a.id and m.push_state = 'failed'
  ) as failed,
  (
    select count(*)::integer
    from public.calendar_meetings m
    where m.user_id = a.user_id and m.status in ('scheduled', 'rescheduled') and m.meeting_time > now()
      and not exists (select from public.calendar_meeting_sync x where x.meeting_id = m.id)
  ) as not_there,
  a.updated_at
from public.provider_accounts a
left join public.calendar_sync s on s.account_id = a.id
where a.provider = 'google';
comment on view api.calendar_accounts is 'One row per calendar at Google. get_calendar_account shows a tenant its own.';
comment on column api.calendar_accounts.id is 'The account.';
comment on column api.calendar_accounts.email is 'Address of the account.';
comment on column api.calendar_accounts.status is 'connected; reconnect: Google lets us in no more; leaving, disconnected.';
comment on column api.calendar_accounts.last_error is 'Why it does not work; null when it does.';
comment on column api.calendar_accounts.last_pull_at is 'When it was read last; null before.';
comment on column api.calendar_accounts.is_told is E'True: Google tells us of changes; else it is read every two minutes.\n@notNull';
comment on column api.calendar_accounts.is_paused is E'True: Google wants to be left alone for a while.\n@notNull';
comment on column api.calendar_accounts.waiting is E'Meetings that are still to be written there. Unit: meetings.\n@notNull';
comment on column api.calendar_accounts.failed is E'Meetings that it refuses. Unit: meetings.\n@notNull';
comment on column api.calendar_accounts.not_there is E'Meetings to come that nobody has asked to be written there. Unit: meetings.\n@notNull';
comment on column api.calendar_accounts.updated_at is 'When it was connected or given up last.';
grant select on api.calendar_accounts to app_definer;
