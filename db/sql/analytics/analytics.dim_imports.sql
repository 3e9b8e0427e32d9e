create or replace view analytics.dim_imports with (security_barrier = true) as
select
  i.id as import_id,
  i.user_id as tenant_id,
  i.status,
  i.lines_read,
  i.inserted,
  i.updated,
  i.unchanged,
  i.duplicate_in_file,
  i.rejected,
  i.suppressed,
  i.blank,
  i.created_at,
  (i.created_at at time zone t.tenant_timezone)::date as local_date,
  t.tenant_timezone
from public.contact_imports i
join analytics.dim_tenants t on t.tenant_id = i.user_id;

comment on view analytics.dim_imports is 'One row per import of contacts.';
comment on column analytics.dim_imports.import_id is 'The import.';
comment on column analytics.dim_imports.tenant_id is 'The tenant.';
comment on column analytics.dim_imports.status is 'How far it is.';
comment on column analytics.dim_imports.lines_read is 'Lines of the file: the sum of the seven below.';
comment on column analytics.dim_imports.inserted is 'New contacts.';
comment on column analytics.dim_imports.updated is 'Contacts that were changed.';
comment on column analytics.dim_imports.unchanged is 'Contacts that were there already.';
comment on column analytics.dim_imports.duplicate_in_file is 'Lines with a number that an earlier line has.';
comment on column analytics.dim_imports.rejected is 'Lines without a number that can be called.';
comment on column analytics.dim_imports.suppressed is 'Numbers on the opt-out list.';
comment on column analytics.dim_imports.blank is 'Empty lines.';
comment on column analytics.dim_imports.created_at is 'When the file came.';
comment on column analytics.dim_imports.local_date is 'Local day of created_at.';
comment on column analytics.dim_imports.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_imports owner to app_masker;
revoke all on analytics.dim_imports from public;
grant select on analytics.dim_imports to app_analyst;
