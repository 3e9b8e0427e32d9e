create or replace view api.contact_imports with (security_invoker = true) as
select
  i.id, i.file_name, i.status, i.policy, i.tags, i.lines_read, i.inserted, i.updated, i.unchanged,
  i.duplicate_in_file, i.rejected, i.suppressed, i.blank, i.failure_reason, i.created_at, i.finished_at
from public.contact_imports i;
comment on view api.contact_imports is 'One row per file of contacts that the tenant has given us.';
comment on column api.contact_imports.id is 'The import.';
comment on column api.contact_imports.file_name is 'Name of the file.';
comment on column api.contact_imports.status is 'uploading, merging, done, failed or cancelled.';
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
grant select on api.contact_imports to app_user, app_definer;
