-- Staging of uploads, unlogged. COPY into a table under row security is refused, so this one has none: instead its login may INSERT
-- and nothing else, lines are tied to an import by its random id alone, and the merge checks who owns that import.

comment on table api.contact_import_rows is
  'One row per line of an uploaded contact file that is not merged yet; text as it was read.';
comment on column api.contact_import_rows.import_id is
  'Import the line belongs to; no foreign key, because the check would need rights the uploading login must not have.';
comment on column api.contact_import_rows.line_number is 'Number of the line in the file, counted as an editor does, the header included.';
comment on column api.contact_import_rows.name is 'Name as read; null when the file has no such column or the cell is empty.';
comment on column api.contact_import_rows.phone_number is 'Number as read, in whatever spelling; null when empty.';
comment on column api.contact_import_rows.email is 'E-mail address as read; null when empty.';
comment on column api.contact_import_rows.company is 'Company as read; null when empty.';
comment on column api.contact_import_rows.city is 'City as read; null when empty.';
comment on column api.contact_import_rows.country is 'Country as read; null when empty.';
comment on column api.contact_import_rows.notes is 'Notes as read; null when empty.';
comment on column api.contact_import_rows.business_context is 'Context as read; null when empty.';
comment on column api.contact_import_rows.parse_error is
  'Key of what was wrong with the line itself, such as an unclosed quote; null when it could be read.';
comment on column api.contact_import_rows.raw_text is
  'The line as it stood in the file, for the report of rejects; null when nothing of it could be kept.';

grant insert on api.contact_import_rows to app_api;
grant select, insert, update, delete on api.contact_import_rows to app_definer;
