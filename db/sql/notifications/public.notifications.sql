-- Whoever has something to tell inserts a row, on conflict do nothing: its trigger tells open tabs and writes the mail that the tenant wants.

comment on table public.notifications is
  'One row per message to a tenant in the pages.';
comment on column public.notifications.id is 'Key.';
comment on column public.notifications.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.notifications.type is 'What it is about.';
comment on column public.notifications.event_key is 'What happened: one event makes one message of a type, however often it is noticed.';
comment on column public.notifications.title is 'Headline.';
comment on column public.notifications.message is 'Sentence for the person.';
comment on column public.notifications.link is 'Path inside our pages to go to; null when there is none.';
comment on column public.notifications.is_read is 'True once the person has seen it.';
comment on column public.notifications.metadata is 'Ids and figures behind the sentence.';
comment on column public.notifications.created_at is 'When it happened.';

alter table public.notifications enable row level security;
alter table public.notifications force row level security;

drop policy if exists notifications_select_own on public.notifications;
create policy notifications_select_own on public.notifications for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy notifications_select_own on public.notifications is 'A tenant reads its own notifications.';

drop policy if exists notifications_all_definer on public.notifications;
create policy notifications_all_definer on public.notifications for all to app_definer
  using (true) with check (true);
comment on policy notifications_all_definer on public.notifications is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.notifications to app_user;
grant select, insert, update, delete on public.notifications to app_definer;
