-- Titles of events that are not ours never reach us.

comment on table public.calendar_busy is
  'One row per event of others in a connected calendar: from when until when the tenant is busy, and nothing else of it.';
comment on column public.calendar_busy.account_id is 'The account; the row is deleted with it.';
comment on column public.calendar_busy.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_busy.event_id is 'The provider''s name for the event.';
comment on column public.calendar_busy.starts_at is 'When it begins.';
comment on column public.calendar_busy.ends_at is 'When it ends.';
comment on column public.calendar_busy.pull_id is 'The reading that saw it last.';

alter table public.calendar_busy enable row level security;
alter table public.calendar_busy force row level security;

drop policy if exists calendar_busy_select_own on public.calendar_busy;
create policy calendar_busy_select_own on public.calendar_busy for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_busy_select_own on public.calendar_busy is 'A tenant reads its own busy times.';

drop policy if exists calendar_busy_all_definer on public.calendar_busy;
create policy calendar_busy_all_definer on public.calendar_busy for all to app_definer
  using (true) with check (true);
comment on policy calendar_busy_all_definer on public.calendar_busy is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_busy to app_user;
grant select, insert, update, delete on public.calendar_busy to app_definer;
