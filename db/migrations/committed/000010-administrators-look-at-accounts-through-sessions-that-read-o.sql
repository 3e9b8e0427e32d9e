--! Previous: sha1:bffb393b7ca493a18be98ea0a7f650677e97a4ee
--! Hash: sha1:d02089b88fd5939af2f04cc400468b2e7d8e4f0b
--! Message: Administrators look at accounts through sessions that read only

--! split: 1-current.sql
-- Administrators look at a tenant's pages through a session of its own that reads only, and type their password again before what weighs most.
insert into public.system_config (key, value, description)
values
  ('session.view_minutes', '30', 'How long an administrator looks at the pages of an account at most. Unit: minutes. Bounds: 5 to 240.'),
  ('session.proof_minutes', '10', 'How long after typing the password what weighs most may be done without typing it again. Unit: minutes. Bounds: 1 to 1440.')
on conflict (key) do nothing;
alter table public.user_sessions add column if not exists proved_at timestamptz not null default current_timestamp;
alter table public.user_sessions add column if not exists acting_admin_id uuid;
alter table public.user_sessions add column if not exists acting_session_id uuid;
alter table public.user_sessions drop constraint if exists user_sessions_view_is_whole;
alter table public.user_sessions add constraint user_sessions_view_is_whole
  check ((acting_admin_id is null) = (acting_session_id is null) and (acting_admin_id is null or refresh_token is null));
--! Included accounts/public.user_sessions.sql
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
--! EndIncluded accounts/public.user_sessions.sql
--! Included accounts/public.current_user_id.sql
-- Who is asking: the owner of the session whose token this transaction carries, else null.
--
-- A setting that named the user would make anybody who can run SQL on the pool into anybody. A token proves
-- itself: only its hash is stored, so neither a dump nor the API's database password is enough to be somebody.
-- plpgsql, not sql: a definer function in sql is planned at every call, this one once for each connection.
-- After a commit a custom setting reads as '', not as null: both mean nobody.
create or replace function public.current_user_id()
  returns uuid
  language plpgsql
  stable
  parallel safe
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_token text := coalesce(current_setting('app.session_token', true), '');
  v_user_id uuid;
begin
  if v_token = '' then
    return null;
  end if;
  select s.user_id
  into v_user_id
  from public.user_sessions s
  join public.users u on u.id = s.user_id
  where s.token = encode(sha256(convert_to(v_token, 'UTF8')), 'hex')
    and s.expires_at > now()
    and u.is_active
    -- Who looks at somebody else's pages must still be an administrator, and signed in.
    and (s.acting_admin_id is null or exists (
      select
      from public.users a
      join public.user_sessions o on o.user_id = a.id and o.id = s.acting_session_id
      where a.id = s.acting_admin_id and a.is_active and a.role in ('admin', 'super_admin')
    ));
  return v_user_id;
end
$function$;
comment on function public.current_user_id is
  'The user of the session token in app.session_token, null for none, an expired or a switched-off one. Called by policies and by every function that acts for a person.';
revoke all on function public.current_user_id from public;
grant execute on function public.current_user_id to app_user, app_api;
alter function public.current_user_id owner to app_definer;
--! EndIncluded accounts/public.current_user_id.sql
--! Included accounts/public.refuse_view_session.sql
-- Who looks at an account through a session of an administrator changes nothing in it: whatever is called outside a transaction that only
-- reads is refused, whether or not it would write. Called at the one place through which everything that acts for a person goes.
create or replace function public.refuse_view_session()
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (select from public.user_sessions s where s.id = public.current_session_id() and s.acting_admin_id is not null) then
    raise sqlstate 'VC403' using
      message = 'view_reads_only',
      hint = 'You are looking at the pages of another account: nothing can be changed here. Leave the view first.';
  end if;
end
$function$;
comment on function public.refuse_view_session is
  'Raises view_reads_only in a session through which an administrator looks at an account. Called by require_user.';
revoke all on function public.refuse_view_session from public;
grant execute on function public.refuse_view_session to app_user, app_definer;
alter function public.refuse_view_session owner to app_definer;
--! EndIncluded accounts/public.refuse_view_session.sql
--! Included accounts/public.require_user.sql
-- The first line of every function that acts for a person and runs with other rights than theirs.
create or replace function public.require_user()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.current_user_id();
begin
  if v_user_id is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  if current_setting('transaction_read_only') = 'off' then
    perform public.refuse_view_session();
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_user is
  'The id of the signed-in user. Raises not_signed_in, and view_reads_only for an administrator who looks at the account and is not in a transaction that only reads.';
revoke all on function public.require_user from public;
grant execute on function public.require_user to app_definer, app_user;
--! EndIncluded accounts/public.require_user.sql
--! Included accounts/public.require_proof.sql
-- A browser that somebody left open may look around; for what moves money or power the password is typed again.
create or replace function public.require_proof(p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (
    select
    from public.user_sessions s
    where s.id = public.current_session_id()
      and s.proved_at > p_now - public.setting('session.proof_minutes') * interval '1 minute'
  ) then
    raise sqlstate 'VC403' using
      message = 'password_needed',
      hint = 'Type your password again to do this.';
  end if;
end
$function$;
comment on function public.require_proof is
  'Raises password_needed when the password was not typed within session.proof_minutes. Called by adjust_credits, set_user_role and view_as.';
revoke all on function public.require_proof from public;
alter function public.require_proof owner to app_definer;
--! EndIncluded accounts/public.require_proof.sql
--! Included accounts/api.prove_password.sql
-- As change_password: the API hashes, the database compares, and a wrong one is counted like a wrong sign-in.
create or replace function api.prove_password(p_password_hash text, p_ip_address inet, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_email text;
begin
  select u.email into v_email from public.users u where u.id = v_user_id;
  perform public.count_login_try(v_email, p_ip_address, p_now);
  if not exists (select from public.users u where u.id = v_user_id and u.password_hash = p_password_hash) then
    insert into public.login_attempts (email, ip_address, success, attempted_at) values (v_email, p_ip_address, false, p_now);
    return false;
  end if;
  perform public.forget_login_tries(v_email, p_ip_address);
  update public.user_sessions s set proved_at = p_now where s.id = public.current_session_id();
  return true;
end
$function$;
comment on function api.prove_password is
  'Notes that the person has typed the password again in this session; false when it is wrong. Raises not_signed_in, too_many_tries.
@notNull';
revoke all on function api.prove_password from public;
grant execute on function api.prove_password to app_user;
alter function api.prove_password owner to app_definer;
--! EndIncluded accounts/api.prove_password.sql
--! Included accounts/api.view_as.sql
-- A session of its own for what the administrator looks at: it reads only, ends by itself, with the administrator's own session, role or
-- account, and is written down with its reason. Administrators do not look at each other.
create or replace function api.view_as(p_user_id uuid, p_reason text, p_token_hash text, p_now timestamptz default now())
  returns timestamptz
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_admin_id uuid := public.require_admin();
  v_reason text := public.require_reason(p_reason);
  v_tenant api.tenants;
  v_ends_at timestamptz := p_now + public.setting('session.view_minutes') * interval '1 minute';
begin
  perform public.require_proof(p_now);
  v_tenant := public.find_tenant(p_user_id);
  if v_tenant.role <> 'user' or not v_tenant.is_active then
    raise sqlstate 'VC409' using
      message = 'account_not_viewable',
      detail = format('user %s', p_user_id),
      hint = 'Only accounts that are switched on and belong to no administrator can be looked at.';
  end if;
  insert into public.user_sessions (
    user_id, token, expires_at, last_used_at, ip_address, user_agent, created_at, acting_admin_id, acting_session_id
  )
  select p_user_id, p_token_hash, v_ends_at, p_now, s.ip_address, s.user_agent, p_now, v_admin_id, s.id
  from public.user_sessions s
  where s.id = public.current_session_id();
  perform public.write_audit(
    'view_began', 'user', p_user_id::text, p_user_id, jsonb_build_object('reason', v_reason, 'ends_at', v_ends_at), p_now
  );
  insert into public.ui_events (user_id, topic) values (p_user_id, 'session');
  return v_ends_at;
end
$function$;
comment on function api.view_as is
  'Opens a session under the SHA-256 of its token through which an administrator reads the pages of an account, and returns when it ends. Audited. Raises not_signed_in, admin_only, reason_missing, password_needed, user_not_found, account_not_viewable.
@notNull';
revoke all on function api.view_as from public;
grant execute on function api.view_as to app_user;
alter function api.view_as owner to app_definer;
--! EndIncluded accounts/api.view_as.sql
--! Included accounts/api.end_view.sql
create or replace function api.end_view(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_view public.user_sessions;
begin
  if public.current_user_id() is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  delete from public.user_sessions s
  where s.id = public.current_session_id() and s.acting_admin_id is not null
  returning s.* into v_view;
  if v_view.id is null then
    return;
  end if;
  insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at)
  values (
    v_view.acting_admin_id, v_view.user_id, 'view_ended', 'user', v_view.user_id::text, jsonb_build_object('began_at', v_view.created_at),
    v_view.ip_address, v_view.user_agent, p_now
  );
  insert into public.ui_events (user_id, topic) values (v_view.user_id, 'session');
end
$function$;
comment on function api.end_view is
  'Ends the look at an account, audited; nothing happens in a session of one''s own. Raises not_signed_in.';
revoke all on function api.end_view from public;
grant execute on function api.end_view to app_user;
alter function api.end_view owner to app_definer;
--! EndIncluded accounts/api.end_view.sql
--! Included accounts/api.touch_session.sql
-- Reading writes nothing, so being used is noted apart, by the API and at most once a minute.
create or replace function api.touch_session(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if public.current_user_id() is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  update public.user_sessions s
  set last_used_at = p_now
  where s.id = public.current_session_id()
    and (s.last_used_at is null or s.last_used_at < p_now - interval '1 minute');
end
$function$;
comment on function api.touch_session is
  'Notes that the current session is used, at most once a minute. Raises not_signed_in.';
revoke all on function api.touch_session from public;
grant execute on function api.touch_session to app_user;
alter function api.touch_session owner to app_definer;
--! EndIncluded accounts/api.touch_session.sql
--! Included accounts/api.adjust_credits.sql
create or replace function api.adjust_credits(p_user_id uuid, p_amount integer, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  if p_amount is null or p_amount not between -1000000 and 1000000 or p_amount = 0 then
    raise sqlstate 'VC400' using
      message = 'amount_invalid',
      detail = format('amount %s', p_amount),
      hint = 'The amount is a whole number from -1,000,000 to 1,000,000 and not 0.';
  end if;
  perform public.add_credits(p_user_id, p_amount, 'adjustment', v_reason, p_now);
  perform public.write_audit(
    'credits_adjusted', 'user', p_user_id::text, p_user_id, jsonb_build_object('amount', p_amount, 'reason', v_reason), p_now
  );
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.adjust_credits is
  'Adds credits to an account, or takes them with a negative amount, and returns it. Raises not_signed_in, admin_only, reason_missing, password_needed, amount_invalid, user_not_found, credits_are_held.';
revoke all on function api.adjust_credits from public;
grant execute on function api.adjust_credits to app_user;
alter function api.adjust_credits owner to app_definer;
--! EndIncluded accounts/api.adjust_credits.sql
--! Included accounts/api.set_user_role.sql
create or replace function api.set_user_role(p_user_id uuid, p_role text, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_user public.users;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  v_user := public.lock_user(p_user_id);
  -- Asked again under the lock: another super administrator may have taken this one's role meanwhile.
  perform public.require_super_admin();
  if v_user.role = 'super_admin' and p_role <> 'super_admin' then
    perform public.require_another_super_admin(p_user_id);
  end if;
  if v_user.role <> p_role then
    update public.users u set role = p_role where u.id = p_user_id;
    perform public.write_audit(
      'user_role_changed', 'user', p_user_id::text, p_user_id,
      jsonb_build_object('from', v_user.role, 'to', p_role, 'reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_user_role is
  'Gives an account another role and returns it. Raises not_signed_in, super_admin_only, reason_missing, password_needed, user_not_found, last_super_admin.
@words p_role users.role';
revoke all on function api.set_user_role from public;
grant execute on function api.set_user_role to app_user;
alter function api.set_user_role owner to app_definer;
--! EndIncluded accounts/api.set_user_role.sql
--! Included accounts/public.my_view.sql
create or replace function public.my_view()
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select a.name
  from public.user_sessions s
  join public.users a on a.id = s.acting_admin_id
  where s.id = public.current_session_id()
$function$;
comment on function public.my_view is
  'Name of the administrator who looks at the account through the current session; null in a session of one''s own. Called by api.me.';
revoke all on function public.my_view from public;
grant execute on function public.my_view to app_user, app_definer;
alter function public.my_view owner to app_definer;
--! EndIncluded accounts/public.my_view.sql
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
  public.my_session_expires_at() as session_expires_at,
  public.my_view() as viewed_by
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
comment on column api.me.viewed_by is 'The administrator who looks at the account in this session and can change nothing; null for the person.';
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
drop view if exists api.sessions cascade;
--! Included accounts/api.sessions.sql
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
--! EndIncluded accounts/api.sessions.sql
--! Included accounts/api.list_sessions.sql
create or replace function api.list_sessions()
  returns setof api.sessions
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select s.* from api.sessions s order by s.is_current desc, s.last_used_at desc nulls last, s.id;
end
$function$;
comment on function api.list_sessions is
  'The person''s open sessions, the current one first. Raises not_signed_in.';
revoke all on function api.list_sessions from public;
grant execute on function api.list_sessions to app_user;
--! EndIncluded accounts/api.list_sessions.sql
