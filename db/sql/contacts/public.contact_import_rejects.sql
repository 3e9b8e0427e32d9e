-- What a tenant needs to mend a file: the line as it was and the reason. Written by the merge, read by its owner, gone with the import.

comment on table public.contact_import_rejects is
  'One row per line of a contact file that was not written, with the reason.';
comment on column public.contact_import_rejects.import_id is 'Import the line belongs to; the row is deleted with it.';
comment on column public.contact_import_rejects.user_id is 'The tenant the import belongs to.';
comment on column public.contact_import_rejects.line_number is 'Number of the line in the file, counted as an editor does, the header included.';
comment on column public.contact_import_rejects.kind is
  'rejected: cannot be a contact; duplicate_in_file: the number stood earlier; suppressed: the person has opted out.';
comment on column public.contact_import_rejects.reason is 'Stable key of the reason; the sentence to it is in SQL as well.';
comment on column public.contact_import_rejects.raw_text is 'The line as it stood in the file; null when it could not be read.';

alter table public.contact_import_rejects enable row level security;
alter table public.contact_import_rejects force row level security;

drop policy if exists contact_import_rejects_select_own on public.contact_import_rejects;
create policy contact_import_rejects_select_own on public.contact_import_rejects for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_import_rejects_select_own on public.contact_import_rejects is 'A tenant reads its own contact import rejects.';

drop policy if exists contact_import_rejects_all_definer on public.contact_import_rejects;
create policy contact_import_rejects_all_definer on public.contact_import_rejects for all to app_definer
  using (true) with check (true);
comment on policy contact_import_rejects_all_definer on public.contact_import_rejects is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_import_rejects to app_user;
grant select, insert, update, delete on public.contact_import_rejects to app_definer;
