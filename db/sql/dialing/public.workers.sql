-- Who is dialing. A worker that has not been seen for a while is dead for the pages; its attempts are settled by their leases, never by
-- this table. Functions only.

comment on table public.workers is
  'One row per worker process that has reported.';
comment on column public.workers.id is 'Drawn by the process at its start; owner of its attempts.';
comment on column public.workers.process_id is 'Id of the operating system, for whoever looks for it.';
comment on column public.workers.started_at is 'When it reported first.';
comment on column public.workers.seen_at is 'When it reported last.';

alter table public.workers enable row level security;
alter table public.workers force row level security;

drop policy if exists workers_all_definer on public.workers;
create policy workers_all_definer on public.workers for all to app_definer
  using (true) with check (true);
comment on policy workers_all_definer on public.workers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.workers to app_definer;
