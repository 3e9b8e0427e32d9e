-- The one rule of what an analyst sees: every policy for app_masker asks it, once per query. All tenants are listed one by one, so that there is one way to look rows up, by the index on user_id.
create or replace function analytics.granted_tenants()
  returns setof uuid
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select g.user_id from analytics.analyst_grant g where g.login = session_user and g.user_id is not null
  union
  select u.id from public.users u where analytics.sees_all_tenants()
$function$;
comment on function analytics.granted_tenants is
  'The tenants that the login may see. Called by the policies for app_masker and by views of schema analytics.';
revoke all on function analytics.granted_tenants from public;
grant execute on function analytics.granted_tenants to app_analyst, app_masker;
alter function analytics.granted_tenants owner to app_definer;
