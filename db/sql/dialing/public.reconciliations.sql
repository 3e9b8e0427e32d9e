-- An attempt may be written off only after a complete listing of the agent's executions that began late enough and does not show it.
-- These rows are the proof that such a listing was made. Functions only.

comment on table public.reconciliations is
  'One row per listing of an agent''s executions at the provider.';
comment on column public.reconciliations.id is 'Key.';
comment on column public.reconciliations.user_id is 'The tenant of the agent.';
comment on column public.reconciliations.agent_id is 'Agent whose executions are listed; the row is deleted with it.';
comment on column public.reconciliations.begun_at is 'When the listing began; an attempt is void only if its settle time had passed by then.';
comment on column public.reconciliations.window_from is 'Executions created at the provider from this instant on are listed, up to begun_at.';
comment on column public.reconciliations.finished_at is 'When the last page was read or the listing given up; null while it runs.';
comment on column public.reconciliations.complete is 'True: every page was read. False: given up. Null while it runs.';
comment on column public.reconciliations.voided is 'Attempts that this listing proved not to exist; null until finished.';

alter table public.reconciliations enable row level security;
alter table public.reconciliations force row level security;

drop policy if exists reconciliations_all_definer on public.reconciliations;
create policy reconciliations_all_definer on public.reconciliations for all to app_definer
  using (true) with check (true);
comment on policy reconciliations_all_definer on public.reconciliations is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.reconciliations to app_definer;
