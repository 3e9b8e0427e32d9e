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
