-- See next_calendar_request for what is done about it, and merge_calendar_event for who wins when both sides have changed.

comment on table public.calendar_meeting_sync is
  'One row per meeting that is, or is to be, in a connected calendar: what that calendar knew of it last, and what it has to be told.';
comment on column public.calendar_meeting_sync.meeting_id is 'The meeting; the row is deleted with it.';
comment on column public.calendar_meeting_sync.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_meeting_sync.account_id is 'The account whose calendar it is; the row is deleted with it.';
comment on column public.calendar_meeting_sync.generation is 'Counts how often it was booked anew: ids of deleted events stay taken.';
comment on column public.calendar_meeting_sync.etag is 'The version that both sides agreed on last; null before it is there.';
comment on column public.calendar_meeting_sync.remote_updated is 'When the provider says that version was made.';
comment on column public.calendar_meeting_sync.dirty is 'What was changed here since: time, title, description, location, attendee, status.';
comment on column public.calendar_meeting_sync.push_state is 'waiting: to be written or asked about; done: both sides say the same; failed: the calendar refuses it.';
comment on column public.calendar_meeting_sync.conference_state is 'The video meeting: wanted, pending, success, failure; none when the calendar allows none.';
comment on column public.calendar_meeting_sync.conference_tries is 'How often it was asked for.';
comment on column public.calendar_meeting_sync.is_unclear is 'True: an insert may have arrived or not, so it is looked for first.';
comment on column public.calendar_meeting_sync.check_wanted is 'True: what the calendar has is looked at before anything is written.';
comment on column public.calendar_meeting_sync.seen_pull_id is 'The reading that saw it last; null before.';
comment on column public.calendar_meeting_sync.tries is 'Failures in a row.';
comment on column public.calendar_meeting_sync.next_try_at is 'Not before this instant.';
comment on column public.calendar_meeting_sync.last_error is 'Why the calendar refuses it; null when it does not.';

alter table public.calendar_meeting_sync enable row level security;
alter table public.calendar_meeting_sync force row level security;

drop policy if exists calendar_meeting_sync_select_own on public.calendar_meeting_sync;
create policy calendar_meeting_sync_select_own on public.calendar_meeting_sync for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_meeting_sync_select_own on public.calendar_meeting_sync is 'A tenant reads its own calendar states of meetings.';

drop policy if exists calendar_meeting_sync_all_definer on public.calendar_meeting_sync;
create policy calendar_meeting_sync_all_definer on public.calendar_meeting_sync for all to app_definer
  using (true) with check (true);
comment on policy calendar_meeting_sync_all_definer on public.calendar_meeting_sync is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_meeting_sync to app_user;
grant select, insert, update, delete on public.calendar_meeting_sync to app_definer;
