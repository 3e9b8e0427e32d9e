-- The row stays, because ledger and audit log point to it. Sign-ins are logged by address, so they go by address.
create or replace function public.forget_person(p_user_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_email text := (select u.email from public.users u where u.id = p_user_id for no key update);
begin
  delete from public.login_attempts a where lower(a.email) = lower(v_email);
  delete from public.account_links l where lower(l.email) = lower(v_email);
  delete from public.email_outbox o where lower(o.to_email) = lower(v_email);
  update public.users u
  set email = p_user_id || '@deleted.invalid',
      name = 'Deleted account',
      role = 'user',
      is_active = false,
      stack_auth_user_id = null,
      email_verified = false,
      password_hash = null,
      company = null,
      website = null,
      location = null,
      bio = null,
      phone = null
  where u.id = p_user_id;
  update public.account_deletions d set finished_at = p_now where d.user_id = p_user_id;
end
$function$;
comment on function public.forget_person is
  'Overwrites what an account says about its person, whose rows are all gone. Called by delete_accounts.';
revoke all on function public.forget_person from public;
alter function public.forget_person owner to app_definer;
