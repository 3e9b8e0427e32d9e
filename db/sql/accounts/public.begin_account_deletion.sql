-- From here on nobody signs in and nothing is dialed; the rest is the job's. The address is typed by hand because there is no way back.
create or replace function public.begin_account_deletion(p_user public.users, p_email text, p_now timestamptz)
  returns timestamptz
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if lower(btrim(p_email)) is distinct from lower(p_user.email) then
    raise sqlstate 'VC400' using
      message = 'email_differs',
      hint = 'Write the e-mail address of the account that is to be deleted.';
  end if;
  if p_user.role = 'super_admin' then
    perform public.require_another_super_admin(p_user.id);
  end if;
  insert into public.account_deletions (user_id, requested_at, next_try_at)
  values (p_user.id, p_now, p_now)
  on conflict (user_id) do nothing;
  if not found then
    raise sqlstate 'VC409' using
      message = 'account_deleted',
      hint = 'This account was deleted, or is being deleted.';
  end if;
  update public.users u set is_active = false where u.id = p_user.id;
  perform public.end_sessions(p_user.id, array(select s.id from public.user_sessions s where s.user_id = p_user.id));
  perform public.add_job('account__delete', '{}', 'account__delete');
  return p_now;
end
$function$;
comment on function public.begin_account_deletion is
  'Switches an account off that lock_user has locked, ends its sessions and has the job account__delete remove what is of the person; returns p_now. Called by delete_account and delete_my_account. Raises email_differs, last_super_admin, account_deleted.';
revoke all on function public.begin_account_deletion from public;
alter function public.begin_account_deletion owner to app_definer;
