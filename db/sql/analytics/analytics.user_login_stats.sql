-- The view public.user_login_stats for analysts.
create or replace view analytics.user_login_stats with (security_barrier = true) as
select
  v.user_id as tenant_id,
  v.logins,
  v.failed_logins,
  v.last_login,
  v.open_sessions
from public.user_login_stats v
where v.user_id = any (array(select analytics.granted_tenants()));

comment on view analytics.user_login_stats is 'One row per tenant: sign-ins.';
comment on column analytics.user_login_stats.tenant_id is 'The tenant.';
comment on column analytics.user_login_stats.logins is 'Attempts that opened a session.';
comment on column analytics.user_login_stats.failed_logins is 'Attempts that failed.';
comment on column analytics.user_login_stats.last_login is 'When the latest session was opened; null when none was.';
comment on column analytics.user_login_stats.open_sessions is 'Sessions that have not ended.';
alter view analytics.user_login_stats owner to app_masker;
revoke all on analytics.user_login_stats from public;
grant select on analytics.user_login_stats to app_analyst;
