-- By the login, which SQL cannot change. Runs as the definer because analysts may read no table.
create or replace function analytics.sees_all_tenants()
  returns boolean
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select exists (select from analytics.analyst_grant g where g.login = session_user and g.all_tenants)
$function$;
comment on function analytics.sees_all_tenants is
  'True when the login may see all tenants. Called by granted_tenants and views of schema analytics.';
revoke all on function analytics.sees_all_tenants from public;
grant execute on function analytics.sees_all_tenants to app_analyst, app_masker;
alter function analytics.sees_all_tenants owner to app_definer;
