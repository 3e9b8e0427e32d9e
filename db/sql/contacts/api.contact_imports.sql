create or replace view api.contact_imports with (security_invoker = true) as
select
  i.id, i.file_name, i.status, i.policy, i.tags, i.lines_read, i.inserted, i.updated, i.unchanged,
  i.duplicate_in_file, i.rejected, i.suppressed, i.blank, i.failure_reason, i.created_at, i.finished_at, i.header, i.columns,
  (
    select max(b.finished_at)
    from public.contact_imports b
    where b.user_id = i.user_id and b.file_hash = i.file_hash and b.id <> i.id and b.status = 'done' and b.finished_at < i.created_at
  ) as imported_before_at,
  i.undone, i.kept_in_use, i.kept_edited
from public.contact_imports i;
comment on view api.contact_imports is 'One row per file of contacts that the tenant has given us.';
comment on column api.contact_imports.id is 'The import.';
comment on column api.contact_imports.file_name is 'Name of the file.';
comment on column api.contact_imports.status is 'uploading, checking, ready (waits for the owner), merging, done, failed, cancelled, undoing or undone.';
comment on column api.contact_imports.policy is 'What happens to contacts that exist: skip, fill empty fields, overwrite.';
comment on column api.contact_imports.tags is 'Tags that every contact of the file gets.';
comment on column api.contact_imports.lines_read is 'Data rows of the file. When done, the sum of the seven counts. Unit: rows.';
comment on column api.contact_imports.inserted is 'New contacts. Unit: rows.';
comment on column api.contact_imports.updated is 'Existing contacts that were changed. Unit: rows.';
comment on column api.contact_imports.unchanged is 'Existing contacts that stayed as they were. Unit: rows.';
comment on column api.contact_imports.duplicate_in_file is 'Rows whose number stands in an earlier row. Unit: rows.';
comment on column api.contact_imports.rejected is 'Rows that could not be taken, each with its reason. Unit: rows.';
comment on column api.contact_imports.suppressed is 'Rows whose number is on the do-not-call list. Unit: rows.';
comment on column api.contact_imports.blank is 'Rows without any text. Unit: rows.';
comment on column api.contact_imports.failure_reason is 'Why the import failed as a whole.';
comment on column api.contact_imports.created_at is 'When the upload began.';
comment on column api.contact_imports.finished_at is 'When everything was merged.';
comment on column api.contact_imports.header is 'Names of the columns as the file has them; empty when it was not said.';
comment on column api.contact_imports.columns is 'What each column was taken for: a field of a contact, context (kept as "name: value") or ignore.';
comment on column api.contact_imports.imported_before_at is 'When the same bytes were last imported before; null when they were not.';
comment on column api.contact_imports.undone is 'Contacts of this import that were removed again by undoing it. Unit: rows.';
comment on column api.contact_imports.kept_in_use is 'Contacts that stayed when it was undone, because calls, queues, meetings, follow-ups or customers hang on them. Unit: rows.';
comment on column api.contact_imports.kept_edited is 'Contacts that stayed when it was undone, because they were changed since. Unit: rows.';
grant select on api.contact_imports to app_user, app_definer;
