-- Rows that exist to be locked: a row lock ends with its transaction and obeys grants, which an advisory lock does not. They are never
-- updated, so they leave no dead version behind.

comment on table public.dispatch_locks is
  'One row per job of which only one may run at a time.';
comment on column public.dispatch_locks.name is
  'claim: filling slots; events_1 to events_4: applying that part of the inbox, all together other bulk changes of calls; kpi: refreshing the summary.';

alter table public.dispatch_locks enable row level security;
alter table public.dispatch_locks force row level security;

drop policy if exists dispatch_locks_all_definer on public.dispatch_locks;
create policy dispatch_locks_all_definer on public.dispatch_locks for all to app_definer
  using (true) with check (true);
comment on policy dispatch_locks_all_definer on public.dispatch_locks is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dispatch_locks to app_definer;
