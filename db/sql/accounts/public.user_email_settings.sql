-- The mail server of a tenant. The password is sealed before it arrives and opened only where mail is sent; pages learn that it is
-- set, never what it is.

comment on table public.user_email_settings is
  'One row per tenant that sends mail through its own server.';
comment on column public.user_email_settings.id is 'Key.';
comment on column public.user_email_settings.user_id is 'The tenant; one row each, deleted with it.';
comment on column public.user_email_settings.smtp_host is 'Host name of the mail server.';
comment on column public.user_email_settings.smtp_port is 'Port of the mail server, 587 unless said otherwise.';
comment on column public.user_email_settings.smtp_secure is 'True: TLS from the first byte; false: STARTTLS.';
comment on column public.user_email_settings.smtp_user is 'Name to sign in with.';
comment on column public.user_email_settings.smtp_password is 'Password, sealed with a key outside the database (v1.key.nonce.ciphertext).';
comment on column public.user_email_settings.from_email is 'Address that mail is sent from.';
comment on column public.user_email_settings.from_name is 'Name beside that address; null for the address alone.';
comment on column public.user_email_settings.created_at is 'When the row was written.';
comment on column public.user_email_settings.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.user_email_settings enable row level security;
alter table public.user_email_settings force row level security;

drop policy if exists user_email_settings_select_own on public.user_email_settings;
create policy user_email_settings_select_own on public.user_email_settings for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_email_settings_select_own on public.user_email_settings is 'A tenant reads its own user email settings.';

drop policy if exists user_email_settings_all_definer on public.user_email_settings;
create policy user_email_settings_all_definer on public.user_email_settings for all to app_definer
  using (true) with check (true);
comment on policy user_email_settings_all_definer on public.user_email_settings is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: smtp_password.
grant select (
  id, user_id, smtp_host, smtp_port, smtp_secure, smtp_user, from_email, from_name, created_at, updated_at
) on public.user_email_settings to app_user;
grant select, insert, update, delete on public.user_email_settings to app_definer;
