-- For administrators: only list_settings and set_setting read it.
create or replace view api.settings with (security_invoker = true) as
select
  c.key,
  c.value,
  c.description,
  substring(c.description from 'Unit: ([^.]+)\.') as unit,
  (regexp_match(c.description, 'Bounds: (-?[0-9]+) to (-?[0-9]+)\.'))[1]::integer as least,
  (regexp_match(c.description, 'Bounds: (-?[0-9]+) to (-?[0-9]+)\.'))[2]::integer as most,
  c.updated_at
from public.system_config c;
comment on view api.settings is 'One row per setting of the installation.';
comment on column api.settings.key is 'Its name.';
comment on column api.settings.value is 'Its value as text.';
comment on column api.settings.description is 'What it does.';
comment on column api.settings.unit is 'Unit of a number.';
comment on column api.settings.least is 'Least value that is taken; null: no bound.';
comment on column api.settings.most is 'Largest value that is taken; null: no bound.';
comment on column api.settings.updated_at is 'When it was last changed.';
grant select on api.settings to app_definer;
