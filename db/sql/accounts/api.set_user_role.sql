create or replace function api.set_user_role(p_user_id uuid, p_role text, p_reason text, p_now timestamptz default now())
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
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  v_user := public.lock_user(p_user_id);
  -- Asked again under the lock: another super administrator may have taken this one's role meanwhile.
  perform public.require_super_admin();
  if v_user.role = 'super_admin' and p_role <> 'super_admin' then
    perform public.require_another_super_admin(p_user_id);
  end if;
  if v_user.role <> p_role then
    update public.users u set role = p_role where u.id = p_user_id;
    perform public.write_audit(
      'user_role_changed', 'user', p_user_id::text, p_user_id,
      jsonb_build_object('from', v_user.role, 'to', p_role, 'reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_user_role is
  'Gives an account another role and returns it. Raises not_signed_in, super_admin_only, reason_missing, password_needed, user_not_found, last_super_admin.
@words p_role users.role';
revoke all on function api.set_user_role from public;
grant execute on function api.set_user_role to app_user;
alter function api.set_user_role owner to app_definer;
