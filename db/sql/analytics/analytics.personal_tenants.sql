-- See granted_tenants.
create or replace function analytics.personal_tenants()
  returns setof uuid
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select g.user_id from analytics.analyst_grant g where g.login = session_user and g.pii and g.user_id is not null
  union
  select u.id
  from public.users u
  where exists (select from analytics.analyst_grant g where g.login = session_user and g.pii and g.all_tenants)
$function$;
comment on function analytics.personal_tenants is
  'The tenants whose personal data the login may see. Called by views of schema analytics.';
revoke all on function analytics.personal_tenants from public;
grant execute on function analytics.personal_tenants to app_analyst, app_masker;
alter function analytics.personal_tenants owner to app_definer;
