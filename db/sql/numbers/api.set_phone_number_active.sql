create or replace function api.set_phone_number_active(p_phone_number_id uuid, p_is_active boolean, p_reason text, p_now timestamptz default now())
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
  v_number := public.lock_phone_number(p_phone_number_id);
  if v_number.is_active <> p_is_active then
    update public.phone_numbers n set is_active = p_is_active where n.id = p_phone_number_id;
    perform public.write_audit(
      case when p_is_active then 'phone_number_switched_on' else 'phone_number_switched_off' end, 'phone_number', p_phone_number_id::text,
      v_number.user_id, jsonb_build_object('number', v_number.phone_number, 'reason', v_reason), p_now
    );
  end if;
  return public.find_phone_number(p_phone_number_id);
end
$function$;
comment on function api.set_phone_number_active is
  'Switches a number on or off as a caller and returns it; it is never deleted, because calls refer to it. Audited. Raises not_signed_in, admin_only, reason_missing, phone_number_not_found.';
revoke all on function api.set_phone_number_active from public;
grant execute on function api.set_phone_number_active to app_user;
alter function api.set_phone_number_active owner to app_definer;
