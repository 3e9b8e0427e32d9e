-- The account of every file: each line that was read is somewhere, or the import cannot be done. One import runs per tenant, because
-- two merges of one tenant would lock the same contacts in two orders.

comment on table public.contact_imports is
  'One row per uploaded contact file, with the fate of its lines.';
comment on column public.contact_imports.id is 'Key; random, and the only tie between staged lines and their owner.';
comment on column public.contact_imports.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_imports.file_name is 'Name of the file as uploaded; text to show, never a path.';
comment on column public.contact_imports.file_hash is 'SHA-256 of the bytes in hex: the same file again is recognised by it.';
comment on column public.contact_imports.status is
  'uploading: lines arrive; checking: what would become of them is counted; ready: the counts are that forecast and the tenant decides; merging: they become contacts; done; failed, with a reason; cancelled by the tenant; undoing: the new contacts are removed; undone.';
comment on column public.contact_imports.policy is
  'What happens to a contact that exists: skip leaves it, fill writes empty fields only, overwrite writes all given ones.';
comment on column public.contact_imports.tags is 'Words added to every contact of the file; empty when none.';
comment on column public.contact_imports.lines_read is 'Data lines in the file, header and nothing else left out.';
comment on column public.contact_imports.inserted is 'Lines that became a new contact.';
comment on column public.contact_imports.updated is 'Lines that changed a contact.';
comment on column public.contact_imports.unchanged is 'Lines whose contact says the same already, or may not be changed by the policy.';
comment on column public.contact_imports.duplicate_in_file is 'Lines whose number stood on an earlier line of the file.';
comment on column public.contact_imports.rejected is 'Lines that cannot be a contact; the reason is kept for each.';
comment on column public.contact_imports.suppressed is 'Lines whose number is on the opt-out list of the tenant or of the platform.';
comment on column public.contact_imports.blank is 'Lines without any content.';
comment on column public.contact_imports.merged_to_line is 'Last line already merged: an interrupted merge goes on behind it.';
comment on column public.contact_imports.failure_reason is 'Sentence that says why the import failed; null unless it did.';
comment on column public.contact_imports.created_at is 'When the upload began.';
comment on column public.contact_imports.updated_at is 'When the import last made progress; written by its functions.';
comment on column public.contact_imports.header is 'Names of the columns as the file has them; empty when it was not said.';
comment on column public.contact_imports.columns is
  'What each column is taken for: phone_number, name, first_name, last_name, email, company, city, country, notes, business_context; context: kept as "name: value" in the context; ignore. Empty when it was not said.';
comment on column public.contact_imports.undone is 'Contacts that undoing the import has removed.';
comment on column public.contact_imports.kept_in_use is 'Contacts that stayed when it was undone, because something hangs on them.';
comment on column public.contact_imports.kept_edited is 'Contacts that stayed when it was undone, because they were changed since.';
comment on column public.contact_imports.undone_to is 'Last contact at which an undo has looked: an interrupted one goes on behind it.';
comment on column public.contact_imports.finished_at is 'When it was done, failed or cancelled; null before.';

alter table public.contact_imports enable row level security;
alter table public.contact_imports force row level security;

drop policy if exists contact_imports_select_own on public.contact_imports;
create policy contact_imports_select_own on public.contact_imports for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_imports_select_own on public.contact_imports is 'A tenant reads its own contact imports.';

drop policy if exists contact_imports_select_masker on public.contact_imports;
create policy contact_imports_select_masker on public.contact_imports for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy contact_imports_select_masker on public.contact_imports is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists contact_imports_all_definer on public.contact_imports;
create policy contact_imports_all_definer on public.contact_imports for all to app_definer
  using (true) with check (true);
comment on policy contact_imports_all_definer on public.contact_imports is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_imports to app_user;
grant select, insert, update, delete on public.contact_imports to app_definer;
grant select on public.contact_imports to app_masker;
