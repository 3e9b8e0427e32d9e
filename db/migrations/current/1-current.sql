-- Notifications, and mail to tenants.
alter table public.ui_events
  drop constraint if exists ui_events_topic_check,
  add constraint ui_events_topic_check
    check (topic in (
      'campaigns', 'queue', 'lines', 'calls', 'leads', 'contacts', 'customers', 'follow_ups', 'meetings', 'imports', 'credits', 'notifications',
      'session', 'resync'
    ));
alter table public.notifications
  add column if not exists event_key varchar(200) not null default public.uuid_generate_v4(),
  drop constraint if exists notifications_type_check,
  add constraint notifications_type_check check (type in (
    'low_credits', 'credits_short', 'campaign_finished', 'campaign_stopped', 'meeting_booked', 'meeting_changed', 'integration_broken'
  )),
  drop constraint if exists notifications_user_type_event_key,
  add constraint notifications_user_type_event_key unique (user_id, type, event_key);
create index if not exists idx_notifications_created_at on public.notifications (created_at);
alter table public.notification_preferences
  add column if not exists low_credits_threshold integer not null default 100,
  drop constraint if exists notification_preferences_low_credits_threshold_check,
  add constraint notification_preferences_low_credits_threshold_check check (low_credits_threshold >= 0);
insert into public.notification_preferences (user_id)
select u.id from public.users u
on conflict (user_id) do nothing;
alter table public.email_outbox
  drop constraint if exists email_outbox_kind_check,
  add constraint email_outbox_kind_check check (kind in (
    'register', 'account_exists', 'reset_password', 'password_changed', 'session_stolen', 'identity_connected', 'identity_disconnected',
    'notification', 'call_completed', 'daily_summary'
  ));
insert into public.system_config (key, value, description)
values
  ('notifications.keep_days', '90', 'How long messages in the pages are kept. Unit: days. Bounds: 1 to 3650.'),
  ('notifications.summary_hour', '8', 'From which hour of the tenant''s day the summary of the day before is sent. Unit: hours. Bounds: 0 to 23.'),
  ('emails.calls_per_hour', '60', 'Mails about completed calls that one tenant gets at most within an hour. Unit: mails. Bounds: 1 to 10000.')
on conflict (key) do nothing;
drop function if exists public.take_emails(integer, timestamptz);
--!include notifications/public.notification_preferences.sql
--!include notifications/public.notifications.sql
--!include accounts/public.open_account.sql
--!include notifications/public.email_outbox.sql
--!include notifications/public.daily_summary.sql
--!include notifications/public.email_facts.sql
--!include notifications/public.email_is_tenants.sql
--!include notifications/public.take_emails.sql
--!include notifications/public.deliver_notifications.sql
--!include notifications/public.notifications.triggers.sql
--!include notifications/api.notifications.sql
--!include notifications/api.notification_preferences.sql
--!include notifications/api.list_notifications.sql
--!include notifications/api.count_unread_notifications.sql
--!include notifications/api.read_notification.sql
--!include notifications/api.read_all_notifications.sql
--!include notifications/api.get_notification_preferences.sql
--!include notifications/api.set_notification_preferences.sql
--!include notifications/public.tell_low_credits.sql
--!include credits/public.credit_transactions.triggers.sql
--!include notifications/public.tell_campaigns.sql
--!include campaigns/public.call_campaigns.triggers.sql
--!include notifications/public.tell_calls.sql
--!include calls/public.calls.triggers.sql
--!include notifications/public.cleanup_old_notifications.sql
--!include notifications/public.queue_daily_summaries.sql

-- Meetings, and calendars elsewhere.
create table if not exists public.meeting_status_steps (
  from_status varchar(20) not null,
  to_status varchar(20) not null,
  action varchar(30),
  description text not null,
  constraint meeting_status_steps_pkey primary key (from_status, to_status)
);
insert into public.meeting_status_steps (from_status, to_status, action, description) values
  ('scheduled', 'rescheduled', 'move', 'Moved, here or in the calendar.'),
  ('scheduled', 'completed', 'hold', 'Its time is over, or a person says that it was held.'),
  ('scheduled', 'cancelled', 'cancel', 'Cancelled, here or in the calendar.'),
  ('rescheduled', 'completed', 'hold', 'Its time is over, or a person says that it was held.'),
  ('rescheduled', 'cancelled', 'cancel', 'Cancelled, here or in the calendar.'),
  ('completed', 'scheduled', 'book', 'It was not held after all.'),
  ('completed', 'rescheduled', 'move', 'Moved to another time when its own was over.'),
  ('completed', 'cancelled', 'cancel', 'It did not take place.'),
  ('cancelled', 'scheduled', 'book', 'Booked again.')
on conflict (from_status, to_status) do nothing;
create table if not exists public.provider_accounts (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  provider varchar(20) not null,
  external_id varchar(255) not null,
  email varchar(255),
  secret_sealed text,
  status varchar(20) not null,
  last_error varchar(500),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint provider_accounts_pkey primary key (id),
  constraint provider_accounts_id_user_key unique (user_id, id),
  constraint provider_accounts_user_provider_key unique (user_id, provider),
  constraint provider_accounts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint provider_accounts_provider_check check (provider in ('google', 'twilio')),
  constraint provider_accounts_status_check check (status in ('connected', 'reconnect', 'leaving', 'disconnected')),
  constraint provider_accounts_secret_is_sealed check (secret_sealed ~ '^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'),
  constraint provider_accounts_secret_is_there check (status = 'disconnected' or secret_sealed is not null)
);
create table if not exists public.calendar_sync (
  account_id uuid not null,
  user_id uuid not null,
  calendar_id varchar(255) not null default 'primary',
  sync_token text,
  pull_id uuid,
  is_full boolean not null default false,
  page_token text,
  next_pull_at timestamptz not null,
  last_pull_at timestamptz,
  last_full_at timestamptz,
  channel_id uuid,
  channel_resource_id varchar(255),
  channel_expires_at timestamptz,
  old_channel_id uuid,
  old_channel_resource_id varchar(255),
  next_watch_at timestamptz not null,
  not_before timestamptz not null,
  lease_id uuid,
  lease_until timestamptz,
  request jsonb,
  failures integer not null default 0,
  constraint calendar_sync_pkey primary key (account_id, user_id),
  constraint calendar_sync_account_id_fkey foreign key (account_id, user_id) references public.provider_accounts (id, user_id) on delete cascade
);
create index if not exists idx_calendar_sync_user_id on public.calendar_sync (user_id);
create table if not exists public.calendar_busy (
  account_id uuid not null,
  user_id uuid not null,
  event_id varchar(255) not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  pull_id uuid,
  constraint calendar_busy_pkey primary key (account_id, event_id, user_id),
  constraint calendar_busy_account_id_fkey foreign key (account_id, user_id) references public.provider_accounts (id, user_id) on delete cascade,
  constraint calendar_busy_ends_after_it_begins check (ends_at > starts_at)
);
create index if not exists idx_calendar_busy_user_ends_at on public.calendar_busy (user_id, ends_at);
create table if not exists public.calendar_meeting_sync (
  meeting_id uuid not null,
  user_id uuid not null,
  account_id uuid not null,
  generation integer not null default 1,
  etag varchar(255),
  remote_updated timestamptz,
  dirty text[] not null default '{}',
  push_state varchar(10) not null,
  conference_state varchar(10) not null default 'wanted',
  conference_tries smallint not null default 0,
  is_unclear boolean not null default false,
  check_wanted boolean not null default false,
  seen_pull_id uuid,
  tries smallint not null default 0,
  next_try_at timestamptz not null,
  last_error varchar(500),
  constraint calendar_meeting_sync_pkey primary key (meeting_id, user_id),
  constraint calendar_meeting_sync_meeting_id_fkey foreign key (meeting_id, user_id) references public.calendar_meetings (id, user_id) on delete cascade,
  constraint calendar_meeting_sync_account_id_fkey foreign key (account_id, user_id) references public.provider_accounts (id, user_id) on delete cascade,
  constraint calendar_meeting_sync_push_state_check check (push_state in ('waiting', 'done', 'failed')),
  constraint calendar_meeting_sync_conference_state_check check (conference_state in ('none', 'wanted', 'pending', 'success', 'failure')),
  constraint calendar_meeting_sync_dirty_is_known check (dirty <@ array['time', 'title', 'description', 'location', 'attendee', 'status'])
);
create index if not exists idx_calendar_meeting_sync_waiting on public.calendar_meeting_sync (account_id, next_try_at, meeting_id) where push_state = 'waiting';
create index if not exists idx_calendar_meeting_sync_account on public.calendar_meeting_sync (account_id, user_id);
create index if not exists idx_calendar_meeting_sync_user_id on public.calendar_meeting_sync (user_id);
create index if not exists idx_calendar_meetings_open_time on public.calendar_meetings (meeting_time) where status in ('scheduled', 'rescheduled');
alter table public.oauth_logins
  drop constraint if exists oauth_logins_provider_check,
  add constraint oauth_logins_provider_check check (provider in ('google', 'linkedin', 'github', 'google_calendar'));
insert into public.system_config (key, value, description)
values ('meetings.default_minutes', '30', 'Length of a meeting that was agreed in a call. Unit: minutes. Bounds: 5 to 1440.')
on conflict (key) do nothing;
--!include integrations/public.provider_accounts.sql
--!include meetings/public.meeting_status_steps.sql
--!include meetings/public.calendar_meetings.sql
--!include meetings/public.calendar_sync.sql
--!include meetings/public.calendar_busy.sql
--!include meetings/public.calendar_meeting_sync.sql
--!include meetings/public.mail_address.sql
--!include meetings/public.one_line.sql
--!include meetings/public.meeting_conflict.sql
--!include meetings/public.local_instant.sql
--!include meetings/public.require_meeting.sql
--!include meetings/public.require_meeting_text.sql
--!include meetings/public.lock_calendar.sql
--!include meetings/public.refuse_meeting_conflict.sql
--!include meetings/api.meetings.sql
--!include meetings/public.lock_own_meeting.sql
--!include meetings/public.told_meeting.sql
--!include meetings/public.calendar_event_id.sql
--!include meetings/public.calendar_time.sql
--!include meetings/public.calendar_instant.sql
--!include meetings/public.calendar_event.sql
--!include meetings/public.conference_wish.sql
--!include meetings/public.push_meeting.sql
--!include meetings/api.book_meeting.sql
--!include meetings/api.move_meeting.sql
--!include meetings/api.change_meeting.sql
--!include meetings/api.set_meeting_status.sql
--!include meetings/api.get_meeting.sql
--!include meetings/api.list_meetings.sql
--!include meetings/api.count_meetings.sql
--!include meetings/public.complete_past_meetings.sql
--!include meetings/public.book_meetings_of_leads.sql
--!include leads/public.lead_analytics.triggers.sql
--!include meetings/public.refuse_illegal_meeting_step.sql
--!include meetings/public.publish_meetings.sql
--!include meetings/public.calendar_meetings.triggers.sql
--!include meetings/public.calendar_answer_class.sql
--!include meetings/public.doubt_calendar_request.sql
--!include meetings/public.meeting_request.sql
--!include meetings/public.pull_request.sql
--!include meetings/public.channel_request.sql
--!include meetings/public.leaving_request.sql
--!include meetings/public.leave_calendar.sql
--!include meetings/public.break_calendar.sql
--!include meetings/public.tell_meeting_changed.sql
--!include meetings/public.note_event_gone.sql
--!include meetings/public.note_event_written.sql
--!include meetings/public.merge_calendar_event.sql
--!include meetings/public.adopt_calendar_event.sql
--!include meetings/public.record_meeting_answer.sql
--!include meetings/public.note_calendar_event.sql
--!include meetings/public.record_pull_answer.sql
--!include meetings/public.record_channel_answer.sql
--!include meetings/public.take_calendar_account.sql
--!include meetings/public.next_calendar_request.sql
--!include meetings/public.record_calendar_answer.sql
--!include meetings/api.begin_calendar_connection.sql
--!include meetings/api.take_calendar_connection.sql
--!include meetings/api.connect_calendar.sql
--!include meetings/api.calendar_accounts.sql
--!include meetings/api.get_calendar_account.sql
--!include meetings/api.disconnect_calendar.sql
--!include meetings/api.retry_calendar.sql
--!include meetings/api.push_upcoming_meetings.sql
--!include meetings/api.note_calendar_push.sql
