-- One worker at a time works on a calendar, by a lease on its row: no two requests for one meeting overlap. The question that is out stands
-- in the row, so that whoever comes after a dead worker knows what may have happened.
-- Locks: this row, meetings, their sync rows. A person's change locks the account, the meeting and its sync row, never this one.

comment on table public.calendar_sync is
  'One row per connected calendar: how far it was read, who works on it, and how changes there are told to us.';
comment on column public.calendar_sync.account_id is 'The account; the row is deleted with it.';
comment on column public.calendar_sync.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_sync.calendar_id is 'Calendar at the provider.';
comment on column public.calendar_sync.sync_token is 'Where the next reading goes on; null: from the beginning.';
comment on column public.calendar_sync.pull_id is 'The reading that goes on now; null between readings.';
comment on column public.calendar_sync.is_full is 'True: that reading is one from the beginning.';
comment on column public.calendar_sync.page_token is 'Its next page; null at its beginning.';
comment on column public.calendar_sync.next_pull_at is 'When it is read again at the latest.';
comment on column public.calendar_sync.last_pull_at is 'When it was read to its end last; null before.';
comment on column public.calendar_sync.last_full_at is 'When it was read from the beginning last; null before.';
comment on column public.calendar_sync.channel_id is 'Channel by which changes are told; null while there is none.';
comment on column public.calendar_sync.channel_resource_id is 'The provider''s name for what the channel watches; null while there is none.';
comment on column public.calendar_sync.channel_expires_at is 'When it ends by itself.';
comment on column public.calendar_sync.old_channel_id is 'Channel that has been replaced and is to be stopped; null when there is none.';
comment on column public.calendar_sync.old_channel_resource_id is 'What that one watches.';
comment on column public.calendar_sync.next_watch_at is 'When a channel is opened next, because none is or it ends soon.';
comment on column public.calendar_sync.not_before is 'Nothing is asked of the provider before this instant.';
comment on column public.calendar_sync.lease_id is 'Who works on it; null while nobody does.';
comment on column public.calendar_sync.lease_until is 'Who works on it has reported by then, or has died.';
comment on column public.calendar_sync.request is 'What was last asked of the provider and is not answered; null between questions.';
comment on column public.calendar_sync.failures is 'Failures in a row.';

alter table public.calendar_sync enable row level security;
alter table public.calendar_sync force row level security;

drop policy if exists calendar_sync_all_definer on public.calendar_sync;
create policy calendar_sync_all_definer on public.calendar_sync for all to app_definer
  using (true) with check (true);
comment on policy calendar_sync_all_definer on public.calendar_sync is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.calendar_sync to app_definer;
