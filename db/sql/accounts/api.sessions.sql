create or replace view api.sessions with (security_invoker = true) as
select
  s.id,
  s.id = (select public.current_session_id()) as is_current,
  host(s.ip_address) as ip_address,
  s.user_agent,
  s.created_at,
  s.last_used_at,
  coalesce(s.refresh_expires_at, s.expires_at) as expires_at,
  s.acting_admin_id is not null as is_view
from public.user_sessions s
where coalesce(s.refresh_expires_at, s.expires_at) > now();
comment on view api.sessions is 'One row per open session of the signed-in person.';
comment on column api.sessions.id is 'The session.';
comment on column api.sessions.is_current is E'True: the one that asks.\n@notNull';
comment on column api.sessions.ip_address is 'Where it was opened.';
comment on column api.sessions.user_agent is 'Browser that opened it, as it names itself.';
comment on column api.sessions.created_at is 'When the person signed in.';
comment on column api.sessions.last_used_at is 'When it was last used, exact to a minute.';
comment on column api.sessions.expires_at is 'When it ends by itself unless it is used before.';
comment on column api.sessions.is_view is E'True: an administrator of the platform looks at the account, and can change nothing.\n@notNull';
grant select on api.sessions to app_user, app_definer;
