-- A value is of the kind of the one it replaces: a whole number within its bounds, or the name of a zone. What fits by itself may contradict
-- another setting: the dialing protocol's times are sums of each other, and the check that stops a worker stops the change here.
create or replace function api.set_setting(p_key text, p_value text, p_reason text, p_now timestamptz default now())
  returns api.settings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reason text;
  v_setting api.settings;
  v_value text := btrim(p_value);
begin
  perform public.require_super_admin();
  v_reason := public.require_reason(p_reason);
  perform 1 from public.system_config c where c.key = p_key for no key update;
  select s.* into v_setting from api.settings s where s.key = p_key;
  if not found then
    raise sqlstate 'VC404' using
      message = 'setting_not_found',
      detail = format('setting %s', p_key),
      hint = 'There is no such setting.';
  end if;
  if not coalesce(
    case
      when v_setting.value ~ '^-?[0-9]{1,9}$'
        then v_value ~ '^-?[0-9]{1,9}$' and v_value::integer between coalesce(v_setting.least, 0) and coalesce(v_setting.most, 999999999)
      else exists (select from public.time_zones z where z.name = v_value)
    end, false
  ) then
    raise sqlstate 'VC400' using
      message = 'setting_value_invalid',
      detail = format('%s = %s', p_key, p_value),
      hint = 'This value is not of the kind or not within the bounds that the description names.';
  end if;
  if v_setting.value <> v_value then
    update public.system_config c set value = v_value, updated_at = p_now where c.key = p_key;
    perform public.assert_dial_settings();
    perform public.write_audit(
      'setting_changed', 'system_config', p_key, null, jsonb_build_object('from', v_setting.value, 'to', v_value, 'reason', v_reason), p_now
    );
    select s.* into v_setting from api.settings s where s.key = p_key;
  end if;
  return v_setting;
end
$function$;
comment on function api.set_setting is
  'Changes a setting of the installation and returns it. Raises not_signed_in, super_admin_only, reason_missing, setting_not_found, setting_value_invalid, dial_settings_contradict.';
revoke all on function api.set_setting from public;
grant execute on function api.set_setting to app_user;
alter function api.set_setting owner to app_definer;
