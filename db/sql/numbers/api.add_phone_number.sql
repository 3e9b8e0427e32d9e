-- A number has one owner. Who has it already is told to administrators only.
create or replace function api.add_phone_number(
  p_user_id uuid,
  p_phone_number text,
  p_reason text,
  p_name text default null,
  p_now timestamptz default now()
)
  returns api.all_phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_number text := public.normalise_phone(p_phone_number);
  v_country text;
  v_id uuid;
begin
  perform public.require_admin();
  v_reason := public.require_reason(p_reason);
  perform public.find_tenant(p_user_id);
  if v_number is null then
    raise sqlstate 'VC400' using
      message = 'phone_number_invalid',
      detail = public.phone_fault(p_phone_number),
      hint = 'This is no telephone number: it begins with + and the country code.';
  end if;
  v_country := (regexp_match(public.rule_key_of(v_number), '^([A-Z]{2})'))[1];
  insert into public.phone_numbers (user_id, phone_number, friendly_name, country_code, capabilities, created_at)
  values (p_user_id, v_number, nullif(left(btrim(p_name), 100), ''), nullif(v_country, 'XF'), '{"voice": true}', p_now)
  on conflict (phone_number) do nothing
  returning id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'phone_number_taken',
      detail = format('number %s', v_number),
      hint = 'This number belongs to an account already; it can be moved when it is switched off there.';
  end if;
  perform public.write_audit(
    'phone_number_added', 'phone_number', v_id::text, p_user_id, jsonb_build_object('number', v_number, 'reason', v_reason), p_now
  );
  return public.find_phone_number(v_id);
end
$function$;
comment on function api.add_phone_number is
  'Enters a telephone number of an account and returns it. Audited. Raises not_signed_in, admin_only, reason_missing, user_not_found, phone_number_invalid, phone_number_taken.';
revoke all on function api.add_phone_number from public;
grant execute on function api.add_phone_number to app_user;
alter function api.add_phone_number owner to app_definer;
