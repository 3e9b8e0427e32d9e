-- Append-only notes that something on a page of a tenant has changed. Ids do not commit in order, so a reader asks again for a short
-- overlap; an event applied twice is harmless. No data here: the page fetches what it may see.

comment on table public.ui_events is
  'One row per change that an open page of the tenant should show; pruned after a short time.';
comment on column public.ui_events.id is 'Running number; a reader resumes behind the newest one it has seen, less a short overlap.';
comment on column public.ui_events.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.ui_events.topic is 'Which part of the pages is out of date; resync means all of them, session that signing in has changed.';
comment on column public.ui_events.ref is 'Id of the changed row when there is exactly one, for example the call; null for a whole list.';
comment on column public.ui_events.created_at is 'When the change was made; old rows are deleted by it.';

alter table public.ui_events enable row level security;
alter table public.ui_events force row level security;

drop policy if exists ui_events_select_own on public.ui_events;
create policy ui_events_select_own on public.ui_events for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy ui_events_select_own on public.ui_events is 'A tenant reads its own ui events.';

drop policy if exists ui_events_all_definer on public.ui_events;
create policy ui_events_all_definer on public.ui_events for all to app_definer
  using (true) with check (true);
comment on policy ui_events_all_definer on public.ui_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.ui_events to app_user;
grant select, insert, update, delete on public.ui_events to app_definer;
