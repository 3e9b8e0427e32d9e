-- Append-only notes which days of the KPI summary are out of date. Without a unique key on purpose: "note only if not noted" may meet the
-- very note that the refresh is deleting, and the day stays wrong for ever.

comment on table public.kpi_notes is
  'One row per change of a tenant''s day since the last refresh of the summary; pairs repeat.';
comment on column public.kpi_notes.user_id is 'The tenant the row belongs to; the next refresh deletes it, whether the tenant is still there or not.';
comment on column public.kpi_notes.date is 'Local day whose row in the summary is out of date; -infinity: none, but all that is cached about the tenant is.';

alter table public.kpi_notes enable row level security;
alter table public.kpi_notes force row level security;

drop policy if exists kpi_notes_select_own on public.kpi_notes;
create policy kpi_notes_select_own on public.kpi_notes for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy kpi_notes_select_own on public.kpi_notes is 'A tenant reads which of its own days are noted.';

drop policy if exists kpi_notes_select_masker on public.kpi_notes;
create policy kpi_notes_select_masker on public.kpi_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy kpi_notes_select_masker on public.kpi_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists kpi_notes_all_definer on public.kpi_notes;
create policy kpi_notes_all_definer on public.kpi_notes for all to app_definer
  using (true) with check (true);
comment on policy kpi_notes_all_definer on public.kpi_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.kpi_notes to app_user;
grant select, insert, update, delete on public.kpi_notes to app_definer;
grant select on public.kpi_notes to app_masker;
