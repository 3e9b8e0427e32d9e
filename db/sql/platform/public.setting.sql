-- The one reader of numbers in system_config: a limit, minute or price stands in no function body.
create or replace function public.setting(p_key text)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_value text;
begin
  select c.value
  into v_value
  from public.system_config c
  where c.key = p_key;

  if v_value is null or v_value !~ '^-?[0-9]{1,9}$' then
    raise sqlstate 'VC500' using
      message = 'setting_missing',
      detail = format('system_config has no whole number under %s', p_key),
      hint = 'The installation is not configured completely; an administrator has to set this value.';
  end if;
  return v_value::integer;
end
$function$;
comment on function public.setting is
  'A whole number of system_config; its unit stands in the row. Raises setting_missing.';
revoke all on function public.setting from public;
grant execute on function public.setting to app_definer, app_user, app_watchdog;
