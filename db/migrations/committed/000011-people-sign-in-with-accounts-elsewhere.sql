--! Previous: sha1:d02089b88fd5939af2f04cc400468b2e7d8e4f0b
--! Hash: sha1:cea5b747d9eabab8c89ea23b15a9aecd603a8ee6
--! Message: People sign in with accounts elsewhere

--! split: 1-current.sql
-- People sign in with an account elsewhere (Google, LinkedIn, GitHub): an identity is the issuer and what it calls the person, never an address.
insert into public.system_config (key, value, description)
values
  ('oauth.lifetime_minutes', '10', 'How long somebody may stay at an identity provider before the sign-in is begun anew. Unit: minutes. Bounds: 1 to 60.'),
  ('oauth.max_per_network_hour', '60', 'Sign-ins with an account elsewhere that may be begun from one network address. Unit: requests an hour. Bounds: 1 to 10000.')
on conflict (key) do nothing;

create table if not exists public.user_identities (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  provider varchar(50) not null,
  issuer varchar(255) not null,
  subject_hash varchar(64) not null,
  email_at_link varchar(255),
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint user_identities_pkey primary key (id),
  constraint user_identities_issuer_subject_hash_key unique (issuer, subject_hash),
  constraint user_identities_user_id_provider_key unique (user_id, provider),
  constraint user_identities_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_identities_provider_check check (provider in ('google', 'linkedin', 'github')),
  constraint user_identities_subject_is_a_hash check (subject_hash ~ '^[0-9a-f]{64}$')
);

create table if not exists public.oauth_logins (
  state_hash varchar(64) not null,
  browser_hash varchar(64) not null,
  provider varchar(50) not null,
  user_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  finished_at timestamptz,
  constraint oauth_logins_pkey primary key (state_hash),
  constraint oauth_logins_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint oauth_logins_provider_check check (provider in ('google', 'linkedin', 'github')),
  constraint oauth_logins_are_hashes check (state_hash ~ '^[0-9a-f]{64}$' and browser_hash ~ '^[0-9a-f]{64}$'),
  constraint oauth_logins_are_used_first check (finished_at is null or used_at is not null)
);
create index if not exists idx_oauth_logins_user_id on public.oauth_logins (user_id);
create index if not exists idx_oauth_logins_expires_at on public.oauth_logins (expires_at);

alter table public.email_outbox drop constraint if exists email_outbox_kind_check;
alter table public.email_outbox add constraint email_outbox_kind_check check (kind in (
  'register', 'account_exists', 'reset_password', 'password_changed', 'session_stolen', 'identity_connected', 'identity_disconnected'
));

--! Included accounts/public.users.sql
-- The root of every tenant. A person sees only the own row, and not the password hash or the key of the foreign identity.
-- Nobody who logs in at run time may delete a user: the cascades would take money and audit with them.

comment on table public.users is
  'One row per account, which is a tenant: everything else hangs on its id.';
comment on column public.users.id is 'Key; user_id of all other tables.';
comment on column public.users.email is 'Address to sign in with, lower case, unique over the installation.';
comment on column public.users.name is 'Name shown in the pages.';
comment on column public.users.role is 'What the account may do: user, admin of the installation, or super_admin who appoints admins.';
comment on column public.users.credits is
  'Balance in whole credits: always the sum of the ledger, never negative. Written by the ledger function only. Held credits are still in it.';
comment on column public.users.is_active is 'False: cannot sign in, sessions are dead and nothing of the tenant is dialed.';
comment on column public.users.auth_provider is 'How the account was made: by e-mail and password or by an account elsewhere.';
comment on column public.users.stack_auth_user_id is 'Provider and hashed subject of the identity with which the account was opened, until it is disconnected; null for accounts opened with a password.';
comment on column public.users.email_verified is 'True once a link sent to the address was opened.';
comment on column public.users.password_hash is
  'argon2id hash with its parameters; null when the account has no password. Read by the sign-in functions only.';
comment on column public.users.company is 'Company of the person; null when unknown.';
comment on column public.users.website is 'Address of the web site as typed, never fetched; null when unknown.';
comment on column public.users.location is
  'Place of the tenant. The name of a time zone (IANA) here is the tenant''s zone; anything else leaves the default of the installation.';
comment on column public.users.bio is 'Free text about the person; null when none.';
comment on column public.users.phone is 'Telephone number of the person, as typed; null when unknown.';
comment on column public.users.created_at is 'When the account was made.';
comment on column public.users.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.users enable row level security;
alter table public.users force row level security;

drop policy if exists users_select_own on public.users;
create policy users_select_own on public.users for select to app_user
  using (id = (select public.current_user_id()));
comment on policy users_select_own on public.users is 'A person reads the own account.';

drop policy if exists users_select_masker on public.users;
create policy users_select_masker on public.users for select to app_masker
  using (id = any (array(select analytics.granted_tenants())));
comment on policy users_select_masker on public.users is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists users_all_definer on public.users;
create policy users_all_definer on public.users for all to app_definer
  using (true) with check (true);
comment on policy users_all_definer on public.users is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: stack_auth_user_id, password_hash.
grant select (
  id, email, name, role, credits, is_active, auth_provider, email_verified, company, website, location, bio, phone,
  created_at, updated_at
) on public.users to app_user;
grant select, insert, update on public.users to app_definer;
grant select (id, company, location, is_active, credits, created_at) on public.users to app_masker;
--! EndIncluded accounts/public.users.sql
--! Included accounts/public.user_identities.sql
-- Who somebody is elsewhere: the issuer's name for the person, which never changes hands, and not an address, which does. It is kept as an
-- HMAC with the pepper of the passwords, and like a password hash it is the API that computes it: neither a dump nor the API's database
-- login is enough to say that one is somebody.

comment on table public.user_identities is
  'One row per account elsewhere with which somebody signs in.';
comment on column public.user_identities.id is 'Key; names it to its owner.';
comment on column public.user_identities.user_id is 'Who signs in with it; deleted with the account.';
comment on column public.user_identities.provider is 'Where the account is.';
comment on column public.user_identities.issuer is 'Address by which the provider names itself in its tokens.';
comment on column public.user_identities.subject_hash is 'HMAC-SHA-256 of the issuer''s name for the person, in 64 hex digits.';
comment on column public.user_identities.email_at_link is 'Address that it had when it was connected, to be recognised by; null when it told none. Nobody is found by it.';
comment on column public.user_identities.created_at is 'When it was connected.';
comment on column public.user_identities.last_used_at is 'When somebody last signed in with it; null before.';

alter table public.user_identities enable row level security;
alter table public.user_identities force row level security;

drop policy if exists user_identities_select_own on public.user_identities;
create policy user_identities_select_own on public.user_identities for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_identities_select_own on public.user_identities is 'A tenant reads its own user identities.';

drop policy if exists user_identities_all_definer on public.user_identities;
create policy user_identities_all_definer on public.user_identities for all to app_definer
  using (true) with check (true);
comment on policy user_identities_all_definer on public.user_identities is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: issuer, subject_hash.
grant select (id, user_id, provider, email_at_link, created_at, last_used_at) on public.user_identities to app_user;
grant select, insert, update, delete on public.user_identities to app_definer;
--! EndIncluded accounts/public.user_identities.sql
--! Included accounts/public.oauth_logins.sql
-- A sign-in elsewhere that was begun: what comes back must be for this one, in the browser that began it, once. The verifier and the nonce
-- are derived from the state and the browser's cookie with a key of the environment, so nothing here helps anybody to finish one.

comment on table public.oauth_logins is
  'One row per visit to an identity provider, to sign in or to connect an account.';
comment on column public.oauth_logins.state_hash is 'Key: SHA-256 of the state that the provider gives back, in 64 hex digits.';
comment on column public.oauth_logins.browser_hash is 'SHA-256 of the cookie of the browser that began it.';
comment on column public.oauth_logins.provider is 'Where the person was sent.';
comment on column public.oauth_logins.user_id is 'Whose account it is to be connected to; null to sign in; deleted with the account.';
comment on column public.oauth_logins.created_at is 'When it was begun.';
comment on column public.oauth_logins.expires_at is 'It cannot be used from this moment on.';
comment on column public.oauth_logins.used_at is 'When the person came back with it; null before.';
comment on column public.oauth_logins.finished_at is 'When the provider had said who the person is; null before, and for ever when it did not.';

alter table public.oauth_logins enable row level security;
alter table public.oauth_logins force row level security;

drop policy if exists oauth_logins_all_definer on public.oauth_logins;
create policy oauth_logins_all_definer on public.oauth_logins for all to app_definer
  using (true) with check (true);
comment on policy oauth_logins_all_definer on public.oauth_logins is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.oauth_logins to app_definer;
--! EndIncluded accounts/public.oauth_logins.sql
--! Included accounts/public.is_mail_address.sql
-- As strict as the outbox: an address that could name two recipients, or end a header, is none.
create or replace function public.is_mail_address(p_text text)
  returns boolean
  language sql
  immutable
  parallel safe
  return coalesce(
    length(p_text) <= 255
      and p_text ~ '^[^@[:space:][:cntrl:],;<>]+@[^@[:space:][:cntrl:],;<>]+\.[^@[:space:][:cntrl:],;<>]+$',
    false
  );
comment on function public.is_mail_address is
  'Whether a text can be the address of one mailbox. Called by request_registration and open_account_for_identity.
@notNull';
revoke all on function public.is_mail_address from public;
grant execute on function public.is_mail_address to app_definer;
--! EndIncluded accounts/public.is_mail_address.sql
--! Included accounts/public.my_password_is_set.sql
create or replace function public.my_password_is_set()
  returns boolean
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select exists (select from public.users u where u.id = public.current_user_id() and u.password_hash is not null)
$function$;
comment on function public.my_password_is_set is
  'Whether the signed-in person can sign in with a password. Called by api.identities and has_password.
@notNull';
revoke all on function public.my_password_is_set from public;
grant execute on function public.my_password_is_set to app_user, app_definer;
alter function public.my_password_is_set owner to app_definer;
--! EndIncluded accounts/public.my_password_is_set.sql
--! Included accounts/public.add_oauth_login.sql
create or replace function public.add_oauth_login(
  p_state_hash text,
  p_browser_hash text,
  p_provider text,
  p_user_id uuid,
  p_ip_address inet,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if public.count_try(public.login_limit_key('6 sign-ins elsewhere of address', host(p_ip_address)), interval '1 hour', p_now)
    > public.setting('oauth.max_per_network_hour') then
    raise sqlstate 'VC429' using
      message = 'too_many_oauth_logins',
      hint = 'Too many sign-ins were begun from here. Wait an hour, or sign in with your password.';
  end if;
  insert into public.oauth_logins (state_hash, browser_hash, provider, user_id, created_at, expires_at)
  values (
    p_state_hash, p_browser_hash, p_provider, p_user_id, p_now, p_now + public.setting('oauth.lifetime_minutes') * interval '1 minute'
  );
end
$function$;
comment on function public.add_oauth_login is
  'Notes that somebody is sent to an identity provider. Called by begin_oauth_login and begin_oauth_link. Raises too_many_oauth_logins.';
revoke all on function public.add_oauth_login from public;
alter function public.add_oauth_login owner to app_definer;
--! EndIncluded accounts/public.add_oauth_login.sql
--! Included accounts/public.finish_oauth_login.sql
-- The second step: take_oauth_login used it up, the provider was asked, and now it ends, once and for whom it was begun. Two steps, because
-- no transaction stays open while the provider is asked.
create or replace function public.finish_oauth_login(p_state_hash text, p_browser_hash text, p_user_id uuid, p_now timestamptz)
  returns public.oauth_logins
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login public.oauth_logins;
begin
  update public.oauth_logins l
  set finished_at = p_now
  where l.state_hash = p_state_hash
    and l.browser_hash = p_browser_hash
    and l.user_id is not distinct from p_user_id
    and l.used_at > p_now - interval '2 minutes'
    and l.finished_at is null
  returning l.*
  into v_login;
  if v_login.state_hash is null then
    raise sqlstate 'VC400' using
      message = 'oauth_state_invalid',
      hint = 'This sign-in was begun elsewhere, took too long, or was used already. Begin again.';
  end if;
  return v_login;
end
$function$;
comment on function public.finish_oauth_login is
  'Ends a sign-in elsewhere that was taken, and returns it. Called by api.finish_oauth_login and finish_oauth_link. Raises oauth_state_invalid.';
revoke all on function public.finish_oauth_login from public;
alter function public.finish_oauth_login owner to app_definer;
--! EndIncluded accounts/public.finish_oauth_login.sql
--! Included accounts/public.open_account_for_identity.sql
-- An address proves nothing about an identity: whoever could make an issuer say somebody's address would walk into their account. So an
-- address that has an account is never connected to it here; its owner signs in as before and connects it. An address that the issuer did
-- not verify opens no account either, or somebody would hold a stranger's address.
create or replace function public.open_account_for_identity(
  p_provider text,
  p_issuer text,
  p_subject_hash text,
  p_email text,
  p_email_verified boolean,
  p_name text,
  p_location text,
  p_now timestamptz
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_email text := lower(btrim(p_email));
  v_user_id uuid;
begin
  if not coalesce(p_email_verified, false) or not public.is_mail_address(v_email) then
    raise sqlstate 'VC403' using
      message = 'identity_email_unverified',
      hint = 'That account has no verified e-mail address. Open an account here with your address and a password instead.';
  end if;
  if public.setting('registration.open') = 0 and not exists (select from public.users u where u.email = v_email) then
    raise sqlstate 'VC403' using
      message = 'registration_closed',
      hint = 'New accounts are made by an administrator of this installation.';
  end if;

  insert into public.users (email, name, location, auth_provider, stack_auth_user_id, email_verified, credits, created_at)
  select
    v_email,
    coalesce(nullif(btrim(left(regexp_replace(p_name, '[[:cntrl:]]', ' ', 'g'), 255)), ''), split_part(v_email, '@', 1)),
    (select z.name from public.time_zones z where z.name = p_location),
    p_provider,
    p_provider || '|' || p_subject_hash,
    true,
    public.setting('registration.credits'),
    p_now
  where public.setting('registration.open') = 1
  on conflict (email) do nothing
  returning id into v_user_id;
  if v_user_id is null then
    -- Twice at once the first time: the other one has just opened it.
    select i.user_id into v_user_id from public.user_identities i where i.issuer = p_issuer and i.subject_hash = p_subject_hash;
    if v_user_id is null then
      raise sqlstate 'VC409' using
        message = 'identity_not_connected',
        hint = 'There is an account with this address already. Sign in as before and connect the other one under Settings, Security.';
    end if;
    return v_user_id;
  end if;
  insert into public.user_identities (user_id, provider, issuer, subject_hash, email_at_link, created_at, last_used_at)
  values (v_user_id, p_provider, p_issuer, p_subject_hash, v_email, p_now, p_now);
  return v_user_id;
end
$function$;
comment on function public.open_account_for_identity is
  'Opens an account, with its first credits, for an identity that has none; returns whose it is. Called by finish_oauth_login. Raises identity_email_unverified, registration_closed, identity_not_connected.';
revoke all on function public.open_account_for_identity from public;
alter function public.open_account_for_identity owner to app_definer;
--! EndIncluded accounts/public.open_account_for_identity.sql
--! Included accounts/public.tell_identity_changed.sql
create or replace function public.tell_identity_changed(p_user_id uuid, p_kind text, p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select public.queue_email(m.id, p_kind, m.id::text, u.id, u.email, u.name, p_now)
  from public.users u
  cross join lateral (select public.uuid_generate_v4() as id where u.id is not null) m
  where u.id = p_user_id
$function$;
comment on function public.tell_identity_changed is
  'Mails somebody that a way to sign in was connected or taken away: a session that was left open could have done it. Called by finish_oauth_link and disconnect_identity.';
revoke all on function public.tell_identity_changed from public;
alter function public.tell_identity_changed owner to app_definer;
--! EndIncluded accounts/public.tell_identity_changed.sql
--! Included accounts/api.identities.sql
create or replace view api.identities with (security_invoker = true) as
select
  i.id,
  i.provider,
  i.email_at_link,
  i.created_at,
  i.last_used_at,
  ((select public.my_password_is_set()) or (select count(*) from public.user_identities o) > 1) as can_be_disconnected
from public.user_identities i;
comment on view api.identities is 'One row per account elsewhere with which the signed-in person can sign in.';
comment on column api.identities.id is 'The identity.';
comment on column api.identities.provider is 'Where the account is.';
comment on column api.identities.email_at_link is 'Address that it had when it was connected.';
comment on column api.identities.created_at is 'When it was connected.';
comment on column api.identities.last_used_at is 'When somebody last signed in with it.';
comment on column api.identities.can_be_disconnected is E'False: it is the only way in.\n@notNull';
grant select on api.identities to app_user, app_definer;
--! EndIncluded accounts/api.identities.sql
--! Included accounts/api.begin_oauth_login.sql
create or replace function api.begin_oauth_login(
  p_state_hash text,
  p_browser_hash text,
  p_provider text,
  p_ip_address inet,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_oauth_login(p_state_hash, p_browser_hash, p_provider, null, p_ip_address, p_now);
end
$function$;
comment on function api.begin_oauth_login is
  'Notes that somebody goes to an identity provider to sign in. Raises too_many_oauth_logins.
@words p_provider user_identities.provider';
revoke all on function api.begin_oauth_login from public;
grant execute on function api.begin_oauth_login to app_api;
alter function api.begin_oauth_login owner to app_definer;
--! EndIncluded accounts/api.begin_oauth_login.sql
--! Included accounts/api.begin_oauth_link.sql
create or replace function api.begin_oauth_link(
  p_state_hash text,
  p_browser_hash text,
  p_provider text,
  p_ip_address inet,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_oauth_login(p_state_hash, p_browser_hash, p_provider, public.require_user(), p_ip_address, p_now);
end
$function$;
comment on function api.begin_oauth_link is
  'Notes that the signed-in person goes to an identity provider to connect the account there. Raises not_signed_in, too_many_oauth_logins.
@words p_provider user_identities.provider';
revoke all on function api.begin_oauth_link from public;
grant execute on function api.begin_oauth_link to app_user;
alter function api.begin_oauth_link owner to app_definer;
--! EndIncluded accounts/api.begin_oauth_link.sql
--! Included accounts/api.take_oauth_login.sql
-- Before the provider is asked: of fifty who come back with the same state one gets through. The state alone is not enough, or a link with
-- somebody else's would sign a person into that other's account.
create or replace function api.take_oauth_login(p_state_hash text, p_browser_hash text, p_provider text, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login public.oauth_logins;
begin
  update public.oauth_logins l
  set used_at = p_now
  where l.state_hash = p_state_hash
    and l.browser_hash = p_browser_hash
    and l.provider = p_provider
    and l.used_at is null
    and l.expires_at > p_now
  returning l.*
  into v_login;
  if v_login.state_hash is null then
    raise sqlstate 'VC400' using
      message = 'oauth_state_invalid',
      hint = 'This sign-in was begun elsewhere, took too long, or was used already. Begin again.';
  end if;
  return v_login.user_id is not null;
end
$function$;
comment on function api.take_oauth_login is
  'Uses up a sign-in elsewhere; true when it was begun to connect an account, false to sign in. Raises oauth_state_invalid.
@words p_provider user_identities.provider
@notNull';
revoke all on function api.take_oauth_login from public;
grant execute on function api.take_oauth_login to app_api;
alter function api.take_oauth_login owner to app_definer;
--! EndIncluded accounts/api.take_oauth_login.sql
--! Included accounts/api.finish_oauth_login.sql
create or replace function api.finish_oauth_login(
  p_state_hash text,
  p_browser_hash text,
  p_issuer text,
  p_subject_hash text,
  p_email_verified boolean,
  p_session_token_hash text,
  p_refresh_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_email text default null,
  p_name text default null,
  p_location text default null,
  p_now timestamptz default now()
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login public.oauth_logins := public.finish_oauth_login(p_state_hash, p_browser_hash, null, p_now);
  v_user_id uuid;
begin
  update public.user_identities i
  set last_used_at = p_now
  where i.issuer = p_issuer and i.subject_hash = p_subject_hash
  returning i.user_id
  into v_user_id;
  if v_user_id is null then
    v_user_id := public.open_account_for_identity(
      v_login.provider, p_issuer, p_subject_hash, p_email, p_email_verified, p_name, p_location, p_now
    );
  end if;
  if not exists (select from public.users u where u.id = v_user_id and u.is_active) then
    raise sqlstate 'VC403' using
      message = 'account_switched_off',
      hint = 'This account is switched off. An administrator of this installation can tell you why.';
  end if;
  insert into public.login_attempts (email, ip_address, success, attempted_at)
  select u.email, p_ip_address, true, p_now from public.users u where u.id = v_user_id;
  return public.open_session(v_user_id, p_session_token_hash, p_refresh_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.finish_oauth_login is
  'Opens a session for the person whom an identity provider has named, and an account when there is none; returns the id of the session. Raises oauth_state_invalid, identity_email_unverified, registration_closed, identity_not_connected, account_switched_off.
@notNull';
revoke all on function api.finish_oauth_login from public;
grant execute on function api.finish_oauth_login to app_api;
alter function api.finish_oauth_login owner to app_definer;
--! EndIncluded accounts/api.finish_oauth_login.sql
--! Included accounts/api.finish_oauth_link.sql
-- The session proves one side, the provider the other; the address is not asked for. It was begun by the same person, or somebody could be
-- made to connect a stranger's account, who then signs in with it.
create or replace function api.finish_oauth_link(
  p_state_hash text,
  p_browser_hash text,
  p_issuer text,
  p_subject_hash text,
  p_email text default null,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_login public.oauth_logins := public.finish_oauth_login(p_state_hash, p_browser_hash, v_user_id, p_now);
begin
  insert into public.user_identities (user_id, provider, issuer, subject_hash, email_at_link, created_at)
  values (v_user_id, v_login.provider, p_issuer, p_subject_hash, left(lower(btrim(p_email)), 255), p_now)
  on conflict do nothing;
  if not found then
    if exists (select from public.user_identities i where i.user_id = v_user_id and i.provider = v_login.provider) then
      raise sqlstate 'VC409' using
        message = 'identity_already_connected',
        hint = 'An account there is connected already. Disconnect it before you connect another one.';
    end if;
    raise sqlstate 'VC409' using
      message = 'identity_connected_elsewhere',
      hint = 'That account is connected to another account here. Sign in with it to see which.';
  end if;
  perform public.tell_identity_changed(v_user_id, 'identity_connected', p_now);
end
$function$;
comment on function api.finish_oauth_link is
  'Connects the account that an identity provider has named to the signed-in person, and tells the owner by mail. Raises not_signed_in, oauth_state_invalid, identity_already_connected, identity_connected_elsewhere.';
revoke all on function api.finish_oauth_link from public;
grant execute on function api.finish_oauth_link to app_user;
alter function api.finish_oauth_link owner to app_definer;
--! EndIncluded accounts/api.finish_oauth_link.sql
--! Included accounts/api.list_identities.sql
create or replace function api.list_identities()
  returns setof api.identities
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select i.* from api.identities i order by i.provider;
end
$function$;
comment on function api.list_identities is
  'Accounts elsewhere with which the person can sign in. Raises not_signed_in.';
revoke all on function api.list_identities from public;
grant execute on function api.list_identities to app_user;
--! EndIncluded accounts/api.list_identities.sql
--! Included accounts/api.has_password.sql
create or replace function api.has_password()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return public.my_password_is_set();
end
$function$;
comment on function api.has_password is
  'Whether the person can sign in with a password; accounts opened with an account elsewhere have none at first. Raises not_signed_in.
@notNull';
revoke all on function api.has_password from public;
grant execute on function api.has_password to app_user;
--! EndIncluded accounts/api.has_password.sql
--! Included accounts/api.disconnect_identity.sql
-- The account's row is locked before the ways in are counted: two that go at once would each leave the other.
create or replace function api.disconnect_identity(p_identity_id uuid, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_key text;
begin
  perform 1 from public.users u where u.id = v_user_id for no key update;
  select i.provider || '|' || i.subject_hash
  into v_key
  from public.user_identities i
  where i.id = p_identity_id and i.user_id = v_user_id;
  if v_key is null then
    raise sqlstate 'VC404' using
      message = 'identity_not_found',
      detail = format('identity %s', p_identity_id),
      hint = 'This account is not connected any more.';
  end if;
  if not public.my_password_is_set()
    and not exists (select from public.user_identities i where i.user_id = v_user_id and i.id <> p_identity_id) then
    raise sqlstate 'VC409' using
      message = 'last_way_in',
      hint = 'Nobody could sign in to this account any more. Choose a password first.';
  end if;
  delete from public.user_identities i where i.id = p_identity_id;
  update public.users u set stack_auth_user_id = null where u.id = v_user_id and u.stack_auth_user_id = v_key;
  perform public.tell_identity_changed(v_user_id, 'identity_disconnected', p_now);
end
$function$;
comment on function api.disconnect_identity is
  'Takes away one of the person''s ways to sign in, but not the last, and tells the owner by mail. Raises not_signed_in, identity_not_found, last_way_in.';
revoke all on function api.disconnect_identity from public;
grant execute on function api.disconnect_identity to app_user;
alter function api.disconnect_identity owner to app_definer;
--! EndIncluded accounts/api.disconnect_identity.sql
--! Included accounts/api.request_registration.sql
-- The answer is the same whether or not there is such an account: only the mailbox learns it. Nothing is made yet and no password is taken:
-- whoever registers with somebody else's address has nothing when the owner opens the link.
create or replace function api.request_registration(
  p_email text,
  p_name text,
  p_link_id uuid,
  p_token_hash text,
  p_ip_address inet,
  p_company text default null,
  p_location text default null,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_email text := lower(btrim(p_email));
  v_link public.account_links;
begin
  if public.setting('registration.open') = 0 then
    raise sqlstate 'VC403' using
      message = 'registration_closed',
      hint = 'New accounts are made by an administrator of this installation.';
  end if;
  if not public.is_mail_address(v_email) then
    raise sqlstate 'VC400' using
      message = 'email_invalid',
      hint = 'This is not an e-mail address.';
  end if;
  if coalesce(btrim(p_name), '') = '' or length(p_name) > 255 or p_name ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'name_invalid',
      hint = 'Write your name, in one line.';
  end if;
  if p_location is not null and not exists (select from public.time_zones z where z.name = p_location) then
    raise sqlstate 'VC400' using
      message = 'zone_unknown',
      detail = format('zone %s', p_location),
      hint = 'There is no such time zone.';
  end if;

  if not public.count_link_request(v_email, p_ip_address, p_now) then
    return;
  end if;
  if exists (select from public.users u where u.email = v_email) then
    perform public.queue_email(
      p_link_id, 'account_exists', p_link_id::text, u.id, u.email, u.name, p_now
    )
    from public.users u
    where u.email = v_email and u.is_active;
    return;
  end if;
  v_link.id := p_link_id;
  v_link.purpose := 'register';
  v_link.email := v_email;
  v_link.name := btrim(p_name);
  v_link.company := nullif(btrim(left(p_company, 255)), '');
  v_link.location := p_location;
  v_link.token_hash := p_token_hash;
  v_link.created_at := p_now;
  perform public.add_link(v_link);
end
$function$;
comment on function api.request_registration is
  'Has a link mailed with which the account can be opened, or, when the address has one already, a mail that says so; the answer is the same. Raises registration_closed, email_invalid, name_invalid, zone_unknown, too_many_links.';
revoke all on function api.request_registration from public;
grant execute on function api.request_registration to app_api;
alter function api.request_registration owner to app_definer;
--! EndIncluded accounts/api.request_registration.sql
--! Included accounts/public.cleanup_expired_sessions.sql
create or replace function public.cleanup_expired_sessions(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.user_sessions s
  where s.expires_at <= p_now
    and coalesce(s.refresh_expires_at, s.expires_at) <= p_now;
  get diagnostics v_deleted = row_count;
  delete from public.oauth_logins l where l.expires_at < p_now - interval '1 day';
  return v_deleted;
end
$function$;
comment on function public.cleanup_expired_sessions is
  'Deletes sessions that can no longer be used or refreshed, and old visits to identity providers; returns how many sessions. Scheduled hourly.';
revoke all on function public.cleanup_expired_sessions from public;
grant execute on function public.cleanup_expired_sessions to app_worker;
alter function public.cleanup_expired_sessions owner to app_definer;
--! EndIncluded accounts/public.cleanup_expired_sessions.sql
