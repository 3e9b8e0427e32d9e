-- Functions only: a sealed secret is still a secret, and pages see what views of schema api show.

comment on table public.provider_accounts is
  'One row per account of a tenant at a provider that we work with in its name.';
comment on column public.provider_accounts.id is 'Key; the secret is sealed for this row.';
comment on column public.provider_accounts.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.provider_accounts.provider is 'google: its calendar; twilio: its telephone numbers.';
comment on column public.provider_accounts.external_id is 'How the provider names the account.';
comment on column public.provider_accounts.email is 'Address of the account, to be recognised by; null when it has none.';
comment on column public.provider_accounts.secret_sealed is 'What opens the account, sealed with a key outside the database (v1.key.nonce.ciphertext); null when it is given up.';
comment on column public.provider_accounts.status is 'connected; reconnect: the provider takes the secret no more; leaving: what we hold there is being given up; disconnected.';
comment on column public.provider_accounts.last_error is 'Why it does not work, in words; null when it does.';
comment on column public.provider_accounts.created_at is 'When it was connected first.';
comment on column public.provider_accounts.updated_at is 'When it was connected or given up last; written by the functions that do.';

alter table public.provider_accounts enable row level security;
alter table public.provider_accounts force row level security;

drop policy if exists provider_accounts_all_definer on public.provider_accounts;
create policy provider_accounts_all_definer on public.provider_accounts for all to app_definer
  using (true) with check (true);
comment on policy provider_accounts_all_definer on public.provider_accounts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.provider_accounts to app_definer;
