--! Previous: sha1:33ad01bdad647c97ad52e29cf17c99e98b88b80c
--! Hash: sha1:e6c9483178b82be24aec42391146de577db81250
--! Message: Sessions are renewed by a token that each use replaces

--! split: 1-current.sql
-- A session lives by being renewed: short access, and a refresh token that each use replaces.
set local role app_definer;
delete from public.system_config where key = 'session.lifetime_hours';
insert into public.system_config (key, value, description)
values
  ('session.access_minutes', '60', 'How long a session proves anything before it has to be renewed. Unit: minutes. Bounds: 5 to 1440.'),
  ('session.idle_days', '7', 'How long a session that is not used can still be renewed. Unit: days. Bounds: 1 to 90.'),
  ('session.total_days', '30', 'How long after signing in a session can be renewed at all. Unit: days. Bounds: 1 to 365.'),
  ('session.repeat_seconds', '10', 'How long a refresh token that was used is given the same successor again. Unit: seconds. Bounds: 0 to 60.')
on conflict (key) do nothing;
set local role app_migrator;

create table if not exists public.session_refreshes (
  token_hash varchar(64) not null,
  user_id uuid not null,
  session_id uuid not null,
  used_at timestamptz not null,
  constraint session_refreshes_pkey primary key (token_hash),
  constraint session_refreshes_session_id_fkey foreign key (user_id, session_id) references public.user_sessions (user_id, id) on delete cascade,
  constraint session_refreshes_token_is_a_hash check (token_hash ~ '^[0-9a-f]{64}$')
);
create index if not exists idx_session_refreshes_session on public.session_refreshes (user_id, session_id);
--! Included accounts/public.session_refreshes.sql
-- Refresh tokens that were used, as long as their session lives: one that comes again was copied.

comment on table public.session_refreshes is
  'One row per refresh token of a living session that was replaced by its successor.';
comment on column public.session_refreshes.token_hash is 'SHA-256 of the token in 64 hex digits.';
comment on column public.session_refreshes.user_id is 'Whose session it is.';
comment on column public.session_refreshes.session_id is 'The session that it renewed; the row is deleted with it.';
comment on column public.session_refreshes.used_at is 'When it was used first.';

alter table public.session_refreshes enable row level security;
alter table public.session_refreshes force row level security;

drop policy if exists session_refreshes_all_definer on public.session_refreshes;
create policy session_refreshes_all_definer on public.session_refreshes for all to app_definer
  using (true) with check (true);
comment on policy session_refreshes_all_definer on public.session_refreshes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.session_refreshes to app_definer;
--! EndIncluded accounts/public.session_refreshes.sql

alter table public.email_outbox drop constraint if exists email_outbox_kind_check;
alter table public.email_outbox add constraint email_outbox_kind_check
  check (kind in ('register', 'account_exists', 'reset_password', 'password_changed', 'session_stolen'));

drop function if exists public.open_session(uuid, text, inet, text, timestamptz);
--! Included accounts/public.open_session.sql
create or replace function public.open_session(
  p_user_id uuid,
  p_token_hash text,
  p_refresh_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz
)
  returns uuid
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.user_sessions (
    user_id, token, refresh_token, expires_at, refresh_expires_at, last_used_at, ip_address, user_agent, created_at
  )
  values (
    p_user_id,
    p_token_hash,
    p_refresh_hash,
    p_now + public.setting('session.access_minutes') * interval '1 minute',
    case when p_refresh_hash is not null then p_now + public.setting('session.idle_days') * interval '1 day' end,
    p_now,
    p_ip_address,
    left(p_user_agent, 500),
    p_now
  )
  returning id
$function$;
comment on function public.open_session is
  'Opens a session for somebody who has just proved who they are; without a refresh token it ends by itself. Returns its id. Called by sign_in and finish_registration.';
revoke all on function public.open_session from public;
alter function public.open_session owner to app_definer;
--! EndIncluded accounts/public.open_session.sql
drop function if exists api.sign_in(text, text, text, inet, text, timestamptz);
--! Included accounts/api.sign_in.sql
-- Opens a session when the hash computed from the typed password equals the stored one. The API hashes, the database
-- compares and decides: whoever has only the API's database password can open no session. Wrong address and wrong
-- password are one answer.
create or replace function api.sign_in(
  p_email text,
  p_password_hash text,
  p_token_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz default now(),
  p_refresh_hash text default null
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid;
begin
  perform public.count_login_try(p_email, p_ip_address, p_now);
  select u.id
  into v_user_id
  from public.users u
  where u.email = lower(btrim(p_email))
    and u.password_hash = p_password_hash
    and u.is_active;

  insert into public.login_attempts (email, ip_address, success, attempted_at)
  values (left(lower(btrim(p_email)), 255), p_ip_address, v_user_id is not null, p_now);
  if v_user_id is null then
    return null;
  end if;
  perform public.forget_login_tries(p_email, p_ip_address);

  return public.open_session(v_user_id, p_token_hash, p_refresh_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.sign_in is
  'Opens a session under the SHA-256 of its token and of its refresh token and returns its id; null when address or password are wrong or the account is switched off. Every try is recorded in login_attempts. Raises too_many_tries.';
revoke all on function api.sign_in from public;
grant execute on function api.sign_in to app_api;
alter function api.sign_in owner to app_definer;
--! EndIncluded accounts/api.sign_in.sql
drop function if exists api.finish_registration(text, text, text, inet, text, timestamptz);
--! Included accounts/api.finish_registration.sql
-- Whoever has the link reads the mailbox: the address is verified and the password theirs.
create or replace function api.finish_registration(
  p_token_hash text,
  p_password_hash text,
  p_session_token_hash text,
  p_refresh_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz default now()
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_link public.account_links := public.take_link('register', p_token_hash, p_now);
  v_user_id uuid;
begin
  perform public.require_password_hash(p_password_hash);
  insert into public.users (email, name, company, location, email_verified, password_hash, credits, created_at)
  values (
    v_link.email, v_link.name, v_link.company, v_link.location, true, p_password_hash, public.setting('registration.credits'), p_now
  )
  on conflict (email) do nothing
  returning id into v_user_id;
  if v_user_id is null then
    raise sqlstate 'VC409' using
      message = 'account_exists',
      hint = 'There is an account with this address by now: sign in, or ask for a new password.';
  end if;
  return public.open_session(v_user_id, p_session_token_hash, p_refresh_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.finish_registration is
  'Opens the account that the link is for, with its first credits, and a session in it; returns the id of the session. Raises link_invalid, password_hash_invalid, account_exists.
@notNull';
revoke all on function api.finish_registration from public;
grant execute on function api.finish_registration to app_api;
alter function api.finish_registration owner to app_definer;
--! EndIncluded accounts/api.finish_registration.sql
--! Included accounts/public.refuse_used_token.sql
-- A refresh token that was replaced long ago is in two hands. Nobody can say which is the thief's, so the session ends for both, and the
-- owner is told.
create or replace function public.refuse_used_token(p_user_id uuid, p_session_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.end_sessions(p_user_id, array[p_session_id]);
  perform public.queue_email(public.uuid_generate_v4(), 'session_stolen', p_session_id::text, u.id, u.email, u.name, p_now)
  from public.users u
  where u.id = p_user_id;
end
$function$;
comment on function public.refuse_used_token is
  'Ends a session one of whose old refresh tokens was used again, and mails the owner. Called by renew_session.';
revoke all on function public.refuse_used_token from public;
alter function public.refuse_used_token owner to app_definer;
--! EndIncluded accounts/public.refuse_used_token.sql
--! Included accounts/api.renew_session.sql
-- Each use of a refresh token replaces it, and the access token with it. The API derives the successors from the token itself, so the same
-- token has the same successors: tabs that ask at once, and answers that got lost, end up with one pair. Twenty at once: the first
-- changes the row under its lock, the others wait for it, find the token among the used ones and the successor in place.
--
-- Within those seconds a token whose successor was replaced already is merely late. After them it was copied.
create or replace function api.renew_session(
  p_refresh_hash text,
  p_next_token_hash text,
  p_next_refresh_hash text,
  p_now timestamptz default now()
)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_used public.session_refreshes;
  v_session public.user_sessions;
begin
  update public.user_sessions s
  set token = p_next_token_hash,
      refresh_token = p_next_refresh_hash,
      expires_at = p_now + public.setting('session.access_minutes') * interval '1 minute',
      refresh_expires_at = least(
        p_now + public.setting('session.idle_days') * interval '1 day',
        s.created_at + public.setting('session.total_days') * interval '1 day'
      ),
      last_used_at = p_now
  from public.users u
  where s.refresh_token = p_refresh_hash
    and s.refresh_expires_at > p_now
    and u.id = s.user_id
    and u.is_active
  returning s.*
  into v_session;
  if v_session.id is not null then
    insert into public.session_refreshes (token_hash, user_id, session_id, used_at)
    values (p_refresh_hash, v_session.user_id, v_session.id, p_now);
    return 'renewed';
  end if;

  select r.* into v_used from public.session_refreshes r where r.token_hash = p_refresh_hash;
  if v_used.token_hash is null then
    return 'refused';
  end if;
  select s.* into v_session from public.user_sessions s where s.id = v_used.session_id;
  if v_used.used_at > p_now - public.setting('session.repeat_seconds') * interval '1 second' then
    return case when v_session.refresh_token = p_next_refresh_hash then 'repeated' else 'late' end;
  end if;
  perform public.refuse_used_token(v_used.user_id, v_used.session_id, p_now);
  return 'refused';
end
$function$;
comment on function api.renew_session is
  'Replaces a session''s tokens by their successors. Returns renewed, repeated (the same successors again, within session.repeat_seconds), late (a newer pair is in use), refused (unknown, over, or used before: then the session is ended).
@notNull';
revoke all on function api.renew_session from public;
grant execute on function api.renew_session to app_api;
alter function api.renew_session owner to app_definer;
--! EndIncluded accounts/api.renew_session.sql
--! Included accounts/api.sessions.sql
create or replace view api.sessions with (security_invoker = true) as
select
  s.id,
  s.id = (select public.current_session_id()) as is_current,
  host(s.ip_address) as ip_address,
  s.user_agent,
  s.created_at,
  s.last_used_at,
  coalesce(s.refresh_expires_at, s.expires_at) as expires_at
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
grant select on api.sessions to app_user, app_definer;
--! EndIncluded accounts/api.sessions.sql
--! Included accounts/public.my_session_expires_at.sql
create or replace function public.my_session_expires_at()
  returns timestamptz
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select s.expires_at from public.user_sessions s where s.id = public.current_session_id()
$function$;
comment on function public.my_session_expires_at is
  'When the current session has to be renewed; null without one. Called by api.me.';
revoke all on function public.my_session_expires_at from public;
grant execute on function public.my_session_expires_at to app_user, app_definer;
alter function public.my_session_expires_at owner to app_definer;
--! EndIncluded accounts/public.my_session_expires_at.sql
drop view if exists api.me cascade;
--! Included accounts/api.me.sql
-- Who is signed in, and what the header of every page shows.
create or replace view api.me with (security_invoker = true, security_barrier = true) as
select
  u.id,
  u.email,
  u.name,
  u.role,
  u.company,
  u.is_active,
  u.credits,
  public.my_held_credits() as held_credits,
  u.credits - public.my_held_credits() as available_credits,
  public.get_user_timezone(u.id) as timezone,
  public.my_lines_limit() as lines_limit,
  public.get_user_active_calls_count(u.id) as lines_in_use,
  public.newest_ui_event_id() as last_event_id,
  public.my_session_expires_at() as session_expires_at
from public.users u
where u.id = (select public.current_user_id());
comment on view api.me is 'One row: the signed-in user.';
comment on column api.me.id is 'The user, who is the tenant.';
comment on column api.me.email is 'Address used to sign in.';
comment on column api.me.name is 'Name shown in the header.';
comment on column api.me.role is 'user, admin or super_admin.';
comment on column api.me.company is 'Company of the tenant.';
comment on column api.me.is_active is 'Always true here: a switched-off account has no session.';
comment on column api.me.credits is 'Balance: the sum of all transactions. Unit: credits.';
comment on column api.me.held_credits is E'Reserved by calls in progress. Unit: credits.\n@notNull';
comment on column api.me.available_credits is E'Balance less what is held. Unit: credits.\n@notNull';
comment on column api.me.timezone is E'IANA zone in which days, hours and times are shown.\n@notNull';
comment on column api.me.lines_limit is E'Calls that may run at once. Unit: calls.\n@notNull';
comment on column api.me.lines_in_use is E'Calls that run now. Unit: calls.\n@notNull';
comment on column api.me.last_event_id is E'Newest live event: where a stream begins, so that nothing between this answer and the stream is lost.\n@notNull';
comment on column api.me.session_expires_at is E'When this session has to be renewed.\n@notNull';
grant select on api.me to app_user, app_definer;
--! EndIncluded accounts/api.me.sql
--! Included accounts/api.get_me.sql
create or replace function api.get_me()
  returns api.me
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_me api.me;
begin
  perform public.require_user();
  select m.* into v_me from api.me m;
  return v_me;
end
$function$;
comment on function api.get_me is
  'The signed-in user with credits, lines and zone. Raises not_signed_in.';
revoke all on function api.get_me from public;
grant execute on function api.get_me to app_user;
--! EndIncluded accounts/api.get_me.sql
