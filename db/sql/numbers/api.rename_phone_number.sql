create or replace function api.rename_phone_number(p_phone_number_id uuid, p_name text default null)
  returns api.phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_name text := nullif(btrim(p_name), '');
  v_number api.phone_numbers;
begin
  if length(v_name) > 100 then
    raise sqlstate 'VC400' using
      message = 'number_name_too_long',
      detail = format('%s characters', length(v_name)),
      hint = 'The name of a number has at most 100 characters.';
  end if;
  update public.phone_numbers n
  set friendly_name = v_name
  where n.id = p_phone_number_id and n.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'phone_number_not_found',
      detail = format('phone number %s', p_phone_number_id),
      hint = 'This number does not exist.';
  end if;
  select n.* into v_number from api.phone_numbers n where n.id = p_phone_number_id;
  return v_number;
end
$function$;
comment on function api.rename_phone_number is
  'Gives a number of the tenant another name, none with null or blanks, and returns it. Raises not_signed_in, number_name_too_long, phone_number_not_found.';
revoke all on function api.rename_phone_number from public;
grant execute on function api.rename_phone_number to app_user;
alter function api.rename_phone_number owner to app_definer;
