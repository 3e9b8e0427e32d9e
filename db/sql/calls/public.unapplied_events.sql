-- What is left to do of the inbox: a row comes with its event and goes when the event has reached its call or was put aside. Names no
-- tenant.

comment on table public.unapplied_events is
  'One row per event in webhook_events whose content has not reached its call yet.';
comment on column public.unapplied_events.event_id is 'The event; the row is deleted with it.';
comment on column public.unapplied_events.share is 'The part of the inbox it belongs to, by tenant and execution (share_of_event); each part is applied by one at a time.';
comment on column public.unapplied_events.next_try_at is 'Not to be tried before this instant.';
comment on column public.unapplied_events.tries is 'How often applying it was tried without finding its call.';

alter table public.unapplied_events enable row level security;
alter table public.unapplied_events force row level security;

drop policy if exists unapplied_events_all_definer on public.unapplied_events;
create policy unapplied_events_all_definer on public.unapplied_events for all to app_definer
  using (true) with check (true);
comment on policy unapplied_events_all_definer on public.unapplied_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.unapplied_events to app_definer;
