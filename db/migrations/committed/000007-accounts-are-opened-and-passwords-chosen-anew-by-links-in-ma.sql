--! Previous: sha1:ac909f0484b8aa78f612767a16afcc1766dad838
--! Hash: sha1:33ad01bdad647c97ad52e29cf17c99e98b88b80c
--! Message: Accounts are opened and passwords chosen anew by links in mails

--! split: 1-current.sql
-- Accounts are opened and passwords chosen anew by links in mails; mail is an outbox that a job sends.
insert into public.system_config (key, value, description)
values
  ('registration.open', '1', 'Whether people may open accounts themselves. Unit: 1 yes, 0 no. Bounds: 0 to 1.'),
  ('registration.credits', '15', 'First credits of an account that somebody opens. Unit: credits. Bounds: 0 to 100000.'),
  ('links.lifetime_minutes', '30', 'How long a link in a mail opens what it is for. Unit: minutes. Bounds: 5 to 1440.'),
  ('links.max_per_mailbox_hour', '3', 'Links that one mailbox is sent at most. Unit: mails an hour. Bounds: 1 to 100.'),
  ('links.max_per_network_hour', '30', 'Links that may be asked for from one network address. Unit: requests an hour. Bounds: 1 to 10000.'),
  ('emails.keep_days', '30', 'How long mails that were sent are remembered. Unit: days. Bounds: 1 to 365.')
on conflict (key) do nothing;

create table if not exists public.account_links (
  id uuid not null,
  purpose varchar(20) not null,
  email varchar(255) not null,
  user_id uuid,
  name varchar(255),
  company varchar(255),
  location varchar(255),
  token_hash varchar(64) not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint account_links_pkey primary key (id),
  constraint account_links_token_hash_key unique (token_hash),
  constraint account_links_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint account_links_purpose_check check (purpose in ('register', 'reset_password')),
  constraint account_links_user_is_known check ((purpose = 'register') = (user_id is null)),
  constraint account_links_token_is_a_hash check (token_hash ~ '^[0-9a-f]{64}$')
);
create index if not exists idx_account_links_email on public.account_links (email, purpose) where used_at is null;
create index if not exists idx_account_links_user_id on public.account_links (user_id);
create index if not exists idx_account_links_expires_at on public.account_links (expires_at);
--! Included accounts/public.account_links.sql
-- A link in a mail proves that whoever opens it reads that mailbox, and nothing else does. Its token is derived from the id with a key of
-- the environment, so neither this table nor the outbox holds anything that opens a door.

comment on table public.account_links is
  'One row per link sent by mail: to finish a registration or to choose a new password.';
comment on column public.account_links.id is 'Key, made by the API; the token of the link is derived from it.';
comment on column public.account_links.purpose is 'register: no account yet; reset_password: of user_id.';
comment on column public.account_links.email is 'Address that it was sent to, lower case.';
comment on column public.account_links.user_id is 'Whose password it may change; null for a registration; deleted with the account.';
comment on column public.account_links.name is 'Name of who registers; null for a password.';
comment on column public.account_links.company is 'Their company; null when not told.';
comment on column public.account_links.location is 'Their time zone (IANA); null when not told.';
comment on column public.account_links.token_hash is 'SHA-256 of the token in 64 hex digits.';
comment on column public.account_links.created_at is 'When it was asked for.';
comment on column public.account_links.expires_at is 'It opens nothing from this moment on.';
comment on column public.account_links.used_at is 'When it was used, or made void by a newer one; null while it is good.';

alter table public.account_links enable row level security;
alter table public.account_links force row level security;

drop policy if exists account_links_all_definer on public.account_links;
create policy account_links_all_definer on public.account_links for all to app_definer
  using (true) with check (true);
comment on policy account_links_all_definer on public.account_links is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.account_links to app_definer;
--! EndIncluded accounts/public.account_links.sql

create table if not exists public.email_outbox (
  id uuid not null,
  user_id uuid,
  kind varchar(30) not null,
  subject_key varchar(100) not null,
  to_email varchar(255) not null,
  to_name varchar(255),
  state varchar(10) not null default 'queued',
  tries smallint not null default 0,
  unclear_tries smallint not null default 0,
  next_try_at timestamptz not null,
  lease_until timestamptz,
  last_answer varchar(500),
  created_at timestamptz not null,
  sent_at timestamptz,
  constraint email_outbox_pkey primary key (id),
  constraint email_outbox_kind_subject_key_key unique (kind, subject_key),
  constraint email_outbox_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint email_outbox_kind_check check (kind in ('register', 'account_exists', 'reset_password', 'password_changed')),
  constraint email_outbox_state_check check (state in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  constraint email_outbox_one_recipient check (to_email ~ '^[^@[:space:][:cntrl:],;<>]+@[^@[:space:][:cntrl:],;<>]+$'),
  constraint email_outbox_name_is_one_line check (to_name !~ '[[:cntrl:]]')
);
create index if not exists idx_email_outbox_waiting on public.email_outbox (next_try_at, id) where state in ('queued', 'sending');
create index if not exists idx_email_outbox_user_id on public.email_outbox (user_id);
create index if not exists idx_email_outbox_created_at on public.email_outbox (created_at);
--! Included notifications/public.email_outbox.sql
-- Mail is written in the transaction that makes it necessary and sent by a job. SMTP cannot be asked whether a message arrived: what broke
-- off before the message was handed over is repeated, what broke off after it is repeated once under the same Message-ID.

comment on table public.email_outbox is
  'One row per mail that is to be sent or was.';
comment on column public.email_outbox.id is 'Key, and the left part of the Message-ID; for a mail with a link the id of the link.';
comment on column public.email_outbox.user_id is 'The tenant it is about; null where there is none yet; deleted with it.';
comment on column public.email_outbox.kind is 'What it says; each kind has a text of its own.';
comment on column public.email_outbox.subject_key is 'What it is about: one event makes one mail of a kind, however often it is asked for.';
comment on column public.email_outbox.to_email is 'The one recipient.';
comment on column public.email_outbox.to_name is 'Name of the recipient; null when unknown.';
comment on column public.email_outbox.state is 'queued, sending, sent, failed (refused for good or given up), unknown (nobody knows whether it arrived).';
comment on column public.email_outbox.tries is 'How often it was handed to the mail server.';
comment on column public.email_outbox.unclear_tries is 'How often nobody knew afterwards whether it had arrived: at most one repetition follows.';
comment on column public.email_outbox.next_try_at is 'Not to be sent before this instant.';
comment on column public.email_outbox.lease_until is 'Who sends it has reported by then, or has died; null while nobody sends it.';
comment on column public.email_outbox.last_answer is 'What the mail server said last; null before.';
comment on column public.email_outbox.created_at is 'When it became necessary.';
comment on column public.email_outbox.sent_at is 'When the server took it; null before.';

alter table public.email_outbox enable row level security;
alter table public.email_outbox force row level security;

drop policy if exists email_outbox_all_definer on public.email_outbox;
create policy email_outbox_all_definer on public.email_outbox for all to app_definer
  using (true) with check (true);
comment on policy email_outbox_all_definer on public.email_outbox is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.email_outbox to app_definer;
--! EndIncluded notifications/public.email_outbox.sql
--! Included notifications/public.queue_email.sql
-- See email_outbox. The one way to a mail.
create or replace function public.queue_email(
  p_id uuid,
  p_kind text,
  p_subject_key text,
  p_user_id uuid,
  p_to_email text,
  p_to_name text,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.email_outbox (id, kind, subject_key, user_id, to_email, to_name, next_try_at, created_at)
  values (p_id, p_kind, p_subject_key, p_user_id, p_to_email, p_to_name, p_now, p_now)
  on conflict (kind, subject_key) do nothing;
  if found then
    perform public.add_job('email__send', '{}', 'email__send');
  end if;
end
$function$;
comment on function public.queue_email is
  'Writes a mail to be sent, unless there is one of that kind about the same thing already. Called by functions that owe somebody a mail.';
revoke all on function public.queue_email from public;
alter function public.queue_email owner to app_definer;
--! EndIncluded notifications/public.queue_email.sql
--! Included notifications/public.take_emails.sql
-- The caller must report each within two minutes (record_email_answer). Who has not is dead, and may or may not have handed the message
-- over: that is the unclear case as well. A link that nobody could use any more is not sent.
create or replace function public.take_emails(p_limit integer, p_now timestamptz default now())
  returns table (id uuid, kind varchar, to_email varchar, to_name varchar)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  update public.email_outbox m
  set state = case when m.unclear_tries = 0 then 'queued' else 'unknown' end,
      unclear_tries = m.unclear_tries + 1,
      lease_until = null
  where m.state = 'sending' and m.lease_until < p_now;

  update public.email_outbox m
  set state = 'failed', last_answer = 'the link was too old before it could be sent'
  from public.account_links l
  where m.state = 'queued' and l.id = m.id and (l.expires_at <= p_now or l.used_at is not null);

  return query
  update public.email_outbox m
  set state = 'sending', tries = m.tries + 1, lease_until = p_now + interval '2 minutes'
  where m.id in (
    select x.id
    from public.email_outbox x
    where x.state = 'queued' and x.next_try_at <= p_now
    order by x.next_try_at, x.id
    limit p_limit
    for update skip locked
  )
  returning m.id, m.kind, m.to_email, m.to_name;
end
$function$;
comment on function public.take_emails is
  'Takes up to p_limit mails that are due, to be sent and reported within two minutes by whoever called. Called by the job email__send.';
revoke all on function public.take_emails from public;
grant execute on function public.take_emails to app_worker;
alter function public.take_emails owner to app_definer;
--! EndIncluded notifications/public.take_emails.sql
--! Included notifications/public.record_email_answer.sql
-- What is refused for now is tried after 1, 5, 15 and then every 60 minutes, for a day.
create or replace function public.record_email_answer(p_id uuid, p_answer text, p_text text, p_now timestamptz default now())
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_state text;
begin
  update public.email_outbox m
  set state = case
        when p_answer = 'sent' then 'sent'
        when p_answer = 'refused' then 'failed'
        when p_answer = 'unclear' and m.unclear_tries > 0 then 'unknown'
        when m.created_at < p_now - interval '24 hours' then 'failed'
        else 'queued'
      end,
      unclear_tries = m.unclear_tries + case when p_answer = 'unclear' then 1 else 0 end,
      next_try_at = p_now + (array[1, 5, 15, 60])[least(m.tries, 4)] * interval '1 minute',
      lease_until = null,
      last_answer = left(p_text, 500),
      sent_at = case when p_answer = 'sent' then p_now end
  where m.id = p_id and m.state = 'sending'
  returning m.state
  into v_state;
  return v_state;
end
$function$;
comment on function public.record_email_answer is
  'Notes how sending a mail went: sent, refused (for good), later, unclear (nobody knows whether it arrived). Returns the state it is in now, null when somebody else has it. Called by the job email__send.';
revoke all on function public.record_email_answer from public;
grant execute on function public.record_email_answer to app_worker;
alter function public.record_email_answer owner to app_definer;
--! EndIncluded notifications/public.record_email_answer.sql
--! Included notifications/public.cleanup_old_emails.sql
create or replace function public.cleanup_old_emails(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.account_links l where l.expires_at < p_now - interval '1 day';
  delete from public.email_outbox m
  where m.created_at < p_now - public.setting('emails.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_emails is
  'Deletes mails older than emails.keep_days and links that are too old; returns how many mails. Scheduled daily.';
revoke all on function public.cleanup_old_emails from public;
grant execute on function public.cleanup_old_emails to app_worker;
alter function public.cleanup_old_emails owner to app_definer;
--! EndIncluded notifications/public.cleanup_old_emails.sql

--! Included accounts/public.count_link_request.sql
-- Links are asked for by people who have no session, for addresses that may be other people's: a mailbox gets few, a network address asks
-- for few. Who asks is told about the second limit only; the first would tell that there is an account to be written to.
create or replace function public.count_link_request(p_email text, p_ip_address inet, p_now timestamptz)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if public.count_try(public.login_limit_key('4 links of address', host(p_ip_address)), interval '1 hour', p_now)
    > public.setting('links.max_per_network_hour') then
    raise sqlstate 'VC429' using
      message = 'too_many_links',
      hint = 'Too many links were asked for from here. Wait an hour and try again.';
  end if;
  return public.count_try(public.login_limit_key('5 links to mailbox', p_email), interval '1 hour', p_now)
    <= public.setting('links.max_per_mailbox_hour');
end
$function$;
comment on function public.count_link_request is
  'Counts a request for a link by mail; false when this mailbox has been sent enough of them. Called by request_registration and request_password_reset. Raises too_many_links.';
revoke all on function public.count_link_request from public;
alter function public.count_link_request owner to app_definer;
--! EndIncluded accounts/public.count_link_request.sql
--! Included accounts/public.open_session.sql
create or replace function public.open_session(
  p_user_id uuid,
  p_token_hash text,
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
  insert into public.user_sessions (user_id, token, expires_at, last_used_at, ip_address, user_agent, created_at)
  values (
    p_user_id,
    p_token_hash,
    p_now + public.setting('session.lifetime_hours') * interval '1 hour',
    p_now,
    p_ip_address,
    left(p_user_agent, 500),
    p_now
  )
  returning id
$function$;
comment on function public.open_session is
  'Opens a session for somebody who has just proved who they are; returns its id. Called by sign_in and finish_registration.';
revoke all on function public.open_session from public;
alter function public.open_session owner to app_definer;
--! EndIncluded accounts/public.open_session.sql
--! Included accounts/public.take_link.sql
-- Once: the update finds the row only while it is good, and whoever comes second waits for the first and finds it used.
create or replace function public.take_link(p_purpose text, p_token_hash text, p_now timestamptz)
  returns public.account_links
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_link public.account_links;
begin
  update public.account_links l
  set used_at = p_now
  where l.token_hash = p_token_hash
    and l.purpose = p_purpose
    and l.used_at is null
    and l.expires_at > p_now
  returning l.*
  into v_link;
  if v_link.id is null then
    raise sqlstate 'VC404' using
      message = 'link_invalid',
      hint = 'This link was used already, is too old, or a newer one was sent. Ask for a new one.';
  end if;
  return v_link;
end
$function$;
comment on function public.take_link is
  'Uses up a link and returns it. Called by finish_registration and reset_password. Raises link_invalid.';
revoke all on function public.take_link from public;
alter function public.take_link owner to app_definer;
--! EndIncluded accounts/public.take_link.sql
--! Included accounts/public.add_link.sql
-- A newer link makes the older ones to that mailbox void.
create or replace function public.add_link(p_link public.account_links)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.account_links l
  set used_at = p_link.created_at
  where l.email = p_link.email and l.purpose = p_link.purpose and l.used_at is null;
  insert into public.account_links (id, purpose, email, user_id, name, company, location, token_hash, created_at, expires_at)
  values (
    p_link.id, p_link.purpose, p_link.email, p_link.user_id, p_link.name, p_link.company, p_link.location, p_link.token_hash,
    p_link.created_at, p_link.created_at + public.setting('links.lifetime_minutes') * interval '1 minute'
  );
  perform public.queue_email(
    p_link.id, p_link.purpose, p_link.id::text, p_link.user_id, p_link.email, p_link.name, p_link.created_at
  );
end
$function$;
comment on function public.add_link is
  'Stores a link, voids its predecessors and has it mailed. Called by request_registration and request_password_reset.';
revoke all on function public.add_link from public;
alter function public.add_link owner to app_definer;
--! EndIncluded accounts/public.add_link.sql
--! Included accounts/public.require_password_hash.sql
-- The API hashes; that what it sends is such a hash and no password, the database makes sure.
create or replace function public.require_password_hash(p_hash text)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_hash is null or p_hash !~ '^\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$' then
    raise sqlstate 'VC400' using
      message = 'password_hash_invalid',
      hint = 'The new password could not be taken.';
  end if;
end
$function$;
comment on function public.require_password_hash is
  'Refuses what is no argon2id hash. Called by functions that take a new password. Raises password_hash_invalid.';
revoke all on function public.require_password_hash from public;
grant execute on function public.require_password_hash to app_definer;
--! EndIncluded accounts/public.require_password_hash.sql
--! Included accounts/public.tell_password_changed.sql
create or replace function public.tell_password_changed(p_user_id uuid, p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select public.queue_email(m.id, 'password_changed', m.id::text, u.id, u.email, u.name, p_now)
  from public.users u
  cross join lateral (select public.uuid_generate_v4() as id where u.id is not null) m
  where u.id = p_user_id
$function$;
comment on function public.tell_password_changed is
  'Mails somebody that their password was changed. Called by change_password and reset_password.';
revoke all on function public.tell_password_changed from public;
alter function public.tell_password_changed owner to app_definer;
--! EndIncluded accounts/public.tell_password_changed.sql
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
  if v_email !~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+\.[^@[:space:][:cntrl:]]+$' or length(v_email) > 255 then
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
--! Included accounts/api.finish_registration.sql
-- Whoever has the link reads the mailbox: the address is verified and the password theirs.
create or replace function api.finish_registration(
  p_token_hash text,
  p_password_hash text,
  p_session_token_hash text,
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
  return public.open_session(v_user_id, p_session_token_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.finish_registration is
  'Opens the account that the link is for, with its first credits, and a session in it; returns the id of the session. Raises link_invalid, password_hash_invalid, account_exists.
@notNull';
revoke all on function api.finish_registration from public;
grant execute on function api.finish_registration to app_api;
alter function api.finish_registration owner to app_definer;
--! EndIncluded accounts/api.finish_registration.sql
--! Included accounts/api.request_password_reset.sql
-- The answer is the same whether or not there is such an account, and as fast: the mail is a job's.
create or replace function api.request_password_reset(
  p_email text,
  p_link_id uuid,
  p_token_hash text,
  p_ip_address inet,
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
  if not public.count_link_request(v_email, p_ip_address, p_now) then
    return;
  end if;
  select u.id, u.email
  into v_link.user_id, v_link.email
  from public.users u
  where u.email = v_email and u.is_active;
  if v_link.user_id is null then
    return;
  end if;
  v_link.id := p_link_id;
  v_link.purpose := 'reset_password';
  v_link.token_hash := p_token_hash;
  v_link.created_at := p_now;
  perform public.add_link(v_link);
end
$function$;
comment on function api.request_password_reset is
  'Has a link mailed with which a new password can be chosen, when the address has an account; the answer is the same. Raises too_many_links.';
revoke all on function api.request_password_reset from public;
grant execute on function api.request_password_reset to app_api;
alter function api.request_password_reset owner to app_definer;
--! EndIncluded accounts/api.request_password_reset.sql
--! Included accounts/api.reset_password.sql
-- Whoever knew the old password, or sits in a session opened with it, is out; and the owner is told by mail.
create or replace function api.reset_password(p_token_hash text, p_password_hash text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_link public.account_links := public.take_link('reset_password', p_token_hash, p_now);
begin
  perform public.require_password_hash(p_password_hash);
  update public.users u
  set password_hash = p_password_hash, email_verified = u.email_verified or u.email = v_link.email
  where u.id = v_link.user_id and u.is_active;
  if not found then
    raise sqlstate 'VC404' using
      message = 'link_invalid',
      hint = 'This link was used already, is too old, or a newer one was sent. Ask for a new one.';
  end if;
  perform public.end_sessions(v_link.user_id, array(select s.id from public.user_sessions s where s.user_id = v_link.user_id));
  delete from public.login_limits l where l.key = public.login_limit_key('2 account', v_link.email);
  perform public.tell_password_changed(v_link.user_id, p_now);
end
$function$;
comment on function api.reset_password is
  'Sets the password of the account that the link is for and ends all its sessions. Raises link_invalid, password_hash_invalid.';
revoke all on function api.reset_password from public;
grant execute on function api.reset_password to app_api;
alter function api.reset_password owner to app_definer;
--! EndIncluded accounts/api.reset_password.sql
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
  p_now timestamptz default now()
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

  return public.open_session(v_user_id, p_token_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.sign_in is
  'Opens a session under the SHA-256 of its token and returns its id; null when address or password are wrong or the account is switched off. Every try is recorded in login_attempts. Raises too_many_tries.';
revoke all on function api.sign_in from public;
grant execute on function api.sign_in to app_api;
alter function api.sign_in owner to app_definer;
--! EndIncluded accounts/api.sign_in.sql
--! Included accounts/api.change_password.sql
-- The API hashes, the database compares, as in sign_in. Whoever has learned the old password is thrown out with it: all other sessions end.
-- A wrong old password is counted like a wrong sign-in, so a stolen session cannot guess on.
create or replace function api.change_password(p_old_hash text, p_new_hash text, p_ip_address inet, p_now timestamptz default now())
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
  perform public.require_password_hash(p_new_hash);
  select u.email into v_email from public.users u where u.id = v_user_id;
  perform public.count_login_try(v_email, p_ip_address, p_now);
  update public.users u
  set password_hash = p_new_hash
  where u.id = v_user_id and u.password_hash = p_old_hash;
  if not found then
    insert into public.login_attempts (email, ip_address, success, attempted_at) values (v_email, p_ip_address, false, p_now);
    return false;
  end if;
  perform public.forget_login_tries(v_email, p_ip_address);
  perform public.end_sessions(v_user_id, array(
    select s.id from public.user_sessions s where s.user_id = v_user_id and s.id <> public.current_session_id()
  ));
  perform public.tell_password_changed(v_user_id, p_now);
  return true;
end
$function$;
comment on function api.change_password is
  'Replaces the person''s password hash and ends all other sessions; false, and nothing changed, when the old one is wrong. Raises not_signed_in, password_hash_invalid, too_many_tries.
@notNull';
revoke all on function api.change_password from public;
grant execute on function api.change_password to app_user;
alter function api.change_password owner to app_definer;
--! EndIncluded accounts/api.change_password.sql
