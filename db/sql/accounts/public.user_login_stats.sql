-- From attempts and sessions, which no tenant may read; for administrators.
create or replace view public.user_login_stats with (security_barrier = true) as
select
  u.id as user_id,
  count(a.id) filter (where a.success) as logins,
  count(a.id) filter (where not a.success) as failed_logins,
  max(a.attempted_at) filter (where a.success) as last_login,
  (select count(*) from public.user_sessions s where s.user_id = u.id and s.expires_at > now()) as open_sessions
from public.users u
left join public.login_attempts a on a.email = lower(u.email)
group by u.id;

comment on view public.user_login_stats is 'One row per tenant: sign-ins within the time that attempts are kept.';
comment on column public.user_login_stats.user_id is 'The tenant.';
comment on column public.user_login_stats.logins is 'Attempts that opened a session.';
comment on column public.user_login_stats.failed_logins is 'Attempts that failed.';
comment on column public.user_login_stats.last_login is 'When the latest session was opened; null when none was.';
comment on column public.user_login_stats.open_sessions is 'Sessions that have not ended.';
revoke all on public.user_login_stats from public;
alter view public.user_login_stats owner to app_definer;
grant select on public.user_login_stats to app_masker;
