-- Switching off takes effect at once: sessions end, and neither claim nor fence lets a call of a switched-off account through.
create or replace function api.set_tenant_active(p_user_id uuid, p_is_active boolean, p_reason text, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_user public.users;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  v_user := public.lock_user(p_user_id);
  if v_user.role <> 'user' then
    perform public.require_super_admin();
  end if;
  if exists (select from public.account_deletions d where d.user_id = p_user_id) then
    raise sqlstate 'VC409' using
      message = 'account_deleted',
      hint = 'This account was deleted, or is being deleted.';
  end if;
  if v_user.role = 'super_admin' and not p_is_active then
    perform public.require_another_super_admin(p_user_id);
  end if;
  if v_user.is_active <> p_is_active then
    update public.users u set is_active = p_is_active where u.id = p_user_id;
    if p_is_active then
      perform public.wake_tenants(array[p_user_id]);
    else
      perform public.end_sessions(p_user_id, array(select s.id from public.user_sessions s where s.user_id = p_user_id));
    end if;
    perform public.write_audit(
      case when p_is_active then 'user_switched_on' else 'user_switched_off' end, 'user', p_user_id::text, p_user_id,
      jsonb_build_object('reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_tenant_active is
  'Switches an account on or off and returns it; accounts of administrators only by a super administrator. Raises not_signed_in, admin_only, reason_missing, user_not_found, super_admin_only, account_deleted, last_super_admin.';
revoke all on function api.set_tenant_active from public;
grant execute on function api.set_tenant_active to app_user;
alter function api.set_tenant_active owner to app_definer;
