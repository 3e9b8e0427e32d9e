create or replace function api.create_analyst(
  p_login text,
  p_user_ids uuid[],
  p_sees_all boolean,
  p_sees_personal boolean,
  p_verifier text,
  p_reason text,
  p_now timestamptz default now()
)
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
  perform public.create_analyst(p_login, p_user_ids, p_sees_all, p_sees_personal, p_verifier, p_now);
  perform public.write_audit(
    'analyst_created', 'analyst', p_login, null,
    jsonb_build_object('sees_all', p_sees_all, 'sees_personal', p_sees_personal, 'accounts', p_user_ids, 'reason', v_reason), p_now
  );
end
$function$;
comment on function api.create_analyst is
  'Makes a login for an analyst; see public.create_analyst. Audited. Raises not_signed_in, super_admin_only, reason_missing, password_needed, accounts_missing, user_not_found, login_name_invalid, login_exists, verifier_invalid.';
revoke all on function api.create_analyst from public;
grant execute on function api.create_analyst to app_user;
alter function api.create_analyst owner to app_definer;
