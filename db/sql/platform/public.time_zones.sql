-- The zones we take. pg_timezone_names is a function that reads hundreds of files at each look, and PostgreSQL itself would also take
-- EST or FOO+5. The list has no tenant; everybody signed in may read it, only migrations write.

comment on table public.time_zones is
  'One row per time zone that a tenant, a campaign or a meeting may name.';
comment on column public.time_zones.name is 'Name in the IANA data base, for example Asia/Kolkata, or UTC.';

grant select on public.time_zones to app_user;
grant select, insert, update, delete on public.time_zones to app_definer;
grant select on public.time_zones to app_masker;
