-- Append-only notes which days of the KPI summary are out of date. Without a unique key on purpose: "note only if not noted" may meet the
-- very note that the refresh is deleting, and the day stays wrong for ever. Functions only.

comment on table public.kpi_notes is
  'One row per change of a tenant''s day since the last refresh of the summary; pairs repeat.';
comment on column public.kpi_notes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.kpi_notes.date is 'Local day whose row in the summary is out of date.';

alter table public.kpi_notes enable row level security;
alter table public.kpi_notes force row level security;

drop policy if exists kpi_notes_all_definer on public.kpi_notes;
create policy kpi_notes_all_definer on public.kpi_notes for all to app_definer
  using (true) with check (true);
comment on policy kpi_notes_all_definer on public.kpi_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.kpi_notes to app_definer;
