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
