-- Which calls have something new to analyse. Append-only and without a unique key on purpose: "note only if not noted" may meet the very
-- note that the analysis is deleting, and the call would stay as it was for ever. Functions only.

comment on table public.lead_analysis_notes is
  'One row per change of what a call''s analysis is made of; calls repeat.';
comment on column public.lead_analysis_notes.call_id is 'The call; the note goes with it.';
comment on column public.lead_analysis_notes.user_id is 'The tenant the row belongs to; deleted with it.';

alter table public.lead_analysis_notes enable row level security;
alter table public.lead_analysis_notes force row level security;

drop policy if exists lead_analysis_notes_select_masker on public.lead_analysis_notes;
create policy lead_analysis_notes_select_masker on public.lead_analysis_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_analysis_notes_select_masker on public.lead_analysis_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_analysis_notes_all_definer on public.lead_analysis_notes;
create policy lead_analysis_notes_all_definer on public.lead_analysis_notes for all to app_definer
  using (true) with check (true);
comment on policy lead_analysis_notes_all_definer on public.lead_analysis_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.lead_analysis_notes to app_definer;
grant select on public.lead_analysis_notes to app_masker;
