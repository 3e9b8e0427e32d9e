-- A session is the proof of identity: whoever holds the token is the user, so only its hash is here and not even the owner can read it.
-- Signing out or being locked out is the deletion of rows, effective with the next statement.

comment on table public.user_sessions is
  'One row per live or expired sign-in of a user on one device.';
comment on column public.user_sessions.id is 'Key; names the session to its owner without giving away the token.';
comment on column public.user_sessions.user_id is 'Who is signed in; deleted with the account.';
comment on column public.user_sessions.token is 'SHA-256 of the session token in 64 hex digits; the token itself is nowhere in the database.';
comment on column public.user_sessions.refresh_token is 'SHA-256 of the refresh token in 64 hex digits; null when the session cannot be renewed.';
comment on column public.user_sessions.expires_at is 'The token proves nothing from this moment on.';
comment on column public.user_sessions.refresh_expires_at is 'The session cannot be renewed from this moment on; null when it has no refresh token.';
comment on column public.user_sessions.last_used_at is
  'When the session was last used, exact to a minute; written by the function that authenticates.';
comment on column public.user_sessions.ip_address is 'Address the sign-in came from; null when unknown.';
comment on column public.user_sessions.user_agent is 'Browser that signed in, as it names itself; null when it did not.';
comment on column public.user_sessions.created_at is 'When the person signed in.';
comment on column public.user_sessions.proved_at is 'When the password was last typed in this session.';
comment on column public.user_sessions.acting_admin_id is 'The administrator who looks at the account through this session, which then only reads; null for the person''s own sessions.';
comment on column public.user_sessions.acting_session_id is 'The administrator''s own session, without which this one proves nothing.';

alter table public.user_sessions enable row level security;
alter table public.user_sessions force row level security;

drop policy if exists user_sessions_select_own on public.user_sessions;
create policy user_sessions_select_own on public.user_sessions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_sessions_select_own on public.user_sessions is 'A tenant reads its own user sessions.';

drop policy if exists user_sessions_all_definer on public.user_sessions;
create policy user_sessions_all_definer on public.user_sessions for all to app_definer
  using (true) with check (true);
comment on policy user_sessions_all_definer on public.user_sessions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: token, refresh_token.
grant select (
  id, user_id, expires_at, refresh_expires_at, last_used_at, ip_address, user_agent, created_at, acting_admin_id
) on public.user_sessions to app_user;
grant select, insert, update, delete on public.user_sessions to app_definer;
