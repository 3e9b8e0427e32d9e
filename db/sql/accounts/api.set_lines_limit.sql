-- A lower limit binds the next claim and cuts no call.
create or replace function api.set_lines_limit(p_user_id uuid, p_reason text, p_lines integer default null, p_now timestamptz default now())
  returns api.tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_before integer;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  if p_lines not between 0 and 10000 then
    raise sqlstate 'VC400' using
      message = 'lines_limit_invalid',
      detail = format('lines %s', p_lines),
      hint = 'The limit is a whole number from 0 to 10,000, or empty for the default.';
  end if;
  perform public.find_tenant(p_user_id);
  select d.max_concurrent_calls into v_before from public.tenant_dispatch d where d.user_id = p_user_id for no key update;
  if v_before is distinct from p_lines then
    update public.tenant_dispatch d set max_concurrent_calls = p_lines where d.user_id = p_user_id;
    perform public.wake_tenants(array[p_user_id]);
    perform public.write_audit(
      'lines_limit_changed', 'user', p_user_id::text, p_user_id,
      jsonb_build_object('from', v_before, 'to', p_lines, 'reason', v_reason), p_now
    );
  end if;
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.set_lines_limit is
  'Sets how many calls of an account may run at once (null is the default of the installation) and returns it. Raises not_signed_in, admin_only, reason_missing, lines_limit_invalid, user_not_found.';
revoke all on function api.set_lines_limit from public;
grant execute on function api.set_lines_limit to app_user;
alter function api.set_lines_limit owner to app_definer;
