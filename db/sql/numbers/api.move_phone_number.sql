-- Only what its owner has given up changes hands: a number in use would call for the wrong one.
create or replace function api.move_phone_number(p_phone_number_id uuid, p_user_id uuid, p_reason text, p_now timestamptz default now())
  returns api.all_phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_number public.phone_numbers;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.find_tenant(p_user_id);
  v_number := public.lock_phone_number(p_phone_number_id);
  if v_number.user_id = p_user_id then
    return public.find_phone_number(p_phone_number_id);
  end if;
  if v_number.is_active then
    raise sqlstate 'VC409' using
      message = 'phone_number_in_use',
      detail = format('number %s', v_number.phone_number),
      hint = 'This number is in use where it is: switch it off there first.';
  end if;
  update public.phone_numbers n set user_id = p_user_id, friendly_name = null, is_active = true where n.id = p_phone_number_id;
  perform public.write_audit(
    'phone_number_moved', 'phone_number', p_phone_number_id::text, p_user_id,
    jsonb_build_object('number', v_number.phone_number, 'from', v_number.user_id, 'reason', v_reason), p_now
  );
  return public.find_phone_number(p_phone_number_id);
end
$function$;
comment on function api.move_phone_number is
  'Gives a number that is switched off to another account, where it is on, and returns it. Audited. Raises not_signed_in, admin_only, reason_missing, user_not_found, phone_number_not_found, phone_number_in_use.';
revoke all on function api.move_phone_number from public;
grant execute on function api.move_phone_number to app_user;
alter function api.move_phone_number owner to app_definer;
