-- Whoever changes what an account may do holds its row first, and those of all super administrators, in the order of their ids: two who
-- each remove the other cannot both succeed, because the second counts after the first.
create or replace function public.lock_user(p_user_id uuid)
  returns public.users
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user public.users;
begin
  perform 1 from public.users u where u.role = 'super_admin' or u.id = p_user_id order by u.id for no key update;
  select u.* into v_user from public.users u where u.id = p_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  return v_user;
end
$function$;
comment on function public.lock_user is
  'Locks an account and all super administrators and returns the account. Called by set_tenant_active, set_user_role, delete_account and delete_my_account. Raises user_not_found.';
revoke all on function public.lock_user from public;
alter function public.lock_user owner to app_definer;
