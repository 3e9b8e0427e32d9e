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
