create or replace function api.renew_analyst_password(p_login text, p_verifier text, p_reason text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform public.require_proof(p_now);
  perform public.set_analyst_password(p_login, p_verifier);
  perform public.write_audit('analyst_password_renewed', 'analyst', p_login, null, jsonb_build_object('reason', v_reason), p_now);
end
$function$;
comment on function api.renew_analyst_password is
  'Gives an analyst''s login another password; its sessions go on. Audited. Raises not_signed_in, super_admin_only, reason_missing, password_needed, login_not_found, login_name_invalid, verifier_invalid.';
revoke all on function api.renew_analyst_password from public;
grant execute on function api.renew_analyst_password to app_user;
alter function api.renew_analyst_password owner to app_definer;
