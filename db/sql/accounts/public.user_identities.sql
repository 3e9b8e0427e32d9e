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
