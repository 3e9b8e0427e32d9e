create or replace function api.remove_analyst(p_login text, p_reason text, p_now timestamptz default now())
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
  perform public.remove_analyst(p_login);
  perform public.write_audit('analyst_removed', 'analyst', p_login, null, jsonb_build_object('reason', v_reason), p_now);
end
$function$;
comment on function api.remove_analyst is
  'Ends the sessions of an analyst''s login and removes it. Audited. Raises not_signed_in, super_admin_only, reason_missing, password_needed, login_not_found, login_name_invalid.';
revoke all on function api.remove_analyst from public;
grant execute on function api.remove_analyst to app_user;
alter function api.remove_analyst owner to app_definer;
