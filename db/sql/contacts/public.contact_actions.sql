-- What was done to many contacts at once: the people are fixed when it is asked for, so that what was counted is what is done, and undo
-- finds the same ones. An array, not a table of targets: it is written once, read in slices, and nobody asks it backwards.

comment on table public.contact_actions is 'One row per act on many contacts, kept while it can be undone.';
comment on column public.contact_actions.id is 'The act.';
comment on column public.contact_actions.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_actions.kind is 'add_tag, remove_tag; remove takes them out of the directory.';
comment on column public.contact_actions.tag is 'Which tag; null when they are removed.';
comment on column public.contact_actions.status is 'running; done; undoing; undone.';
comment on column public.contact_actions.contact_ids is 'Whom it changes, by id: those that had the tag already, and the like, are not among them.';
comment on column public.contact_actions.people_done is 'How many of them are done, in the direction that status says. Unit: people.';
comment on column public.contact_actions.created_at is 'When it was asked for; removed contacts carry it as deleted_at, by which undo knows them.';
comment on column public.contact_actions.finished_at is 'When the last one was done, or undone; null before.';

alter table public.contact_actions enable row level security;
alter table public.contact_actions force row level security;

drop policy if exists contact_actions_select_own on public.contact_actions;
create policy contact_actions_select_own on public.contact_actions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_actions_select_own on public.contact_actions is 'A tenant reads its own acts on contacts.';

drop policy if exists contact_actions_all_definer on public.contact_actions;
create policy contact_actions_all_definer on public.contact_actions for all to app_definer
  using (true) with check (true);
comment on policy contact_actions_all_definer on public.contact_actions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_actions to app_user;
grant select, insert, update, delete on public.contact_actions to app_definer;
