create or replace function api.delete_account(p_user_id uuid, p_email text, p_reason text, p_now timestamptz default now())
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
  perform public.require_proof(p_now);
  v_user := public.lock_user(p_user_id);
  if v_user.role <> 'user' then
    perform public.require_super_admin();
  end if;
  -- Before the sessions end: the administrator's own may be among them.
  perform public.write_audit('account_deleted', 'user', p_user_id::text, p_user_id, jsonb_build_object('reason', v_reason), p_now);
  perform public.begin_account_deletion(v_user, p_email, p_now);
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.delete_account is
  'Deletes an account for good and returns what is left of it; its data go in the background, when its open calls are over. Accounts of administrators only by a super administrator. Raises not_signed_in, admin_only, reason_missing, password_needed, user_not_found, super_admin_only, email_differs, last_super_admin, account_deleted.';
revoke all on function api.delete_account from public;
grant execute on function api.delete_account to app_user;
alter function api.delete_account owner to app_definer;
