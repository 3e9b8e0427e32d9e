create or replace function public.lock_phone_number(p_phone_number_id uuid)
  returns public.phone_numbers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_number public.phone_numbers;
begin
  select n.* into v_number from public.phone_numbers n where n.id = p_phone_number_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'phone_number_not_found',
      detail = format('phone number %s', p_phone_number_id),
      hint = 'This number does not exist.';
  end if;
  return v_number;
end
$function$;
comment on function public.lock_phone_number is
  'Locks a number of any tenant and returns it. Called by set_phone_number_active and move_phone_number. Raises phone_number_not_found.';
revoke all on function public.lock_phone_number from public;
alter function public.lock_phone_number owner to app_definer;
