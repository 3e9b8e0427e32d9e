create or replace view api.contact_import_forecasts with (security_invoker = true) as
select f.import_id, f.policy, f.inserted, f.updated, f.unchanged
from public.contact_import_forecasts f;
comment on view api.contact_import_forecasts is 'One row per policy of an import of the tenant that waits to be begun.';
comment on column api.contact_import_forecasts.import_id is 'The import.';
comment on column api.contact_import_forecasts.policy is 'What would happen to contacts that exist: skip, fill empty fields, overwrite.';
comment on column api.contact_import_forecasts.inserted is 'New contacts. Unit: rows.';
comment on column api.contact_import_forecasts.updated is 'Existing contacts that would be changed. Unit: rows.';
comment on column api.contact_import_forecasts.unchanged is 'Existing contacts that would stay as they are. Unit: rows.';
grant select on api.contact_import_forecasts to app_user, app_definer;
