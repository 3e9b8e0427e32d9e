create or replace function public.find_phone_number(p_phone_number_id uuid)
  returns api.all_phone_numbers
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select n from api.all_phone_numbers n where n.id = p_phone_number_id
$function$;
comment on function public.find_phone_number is
  'A number as administrators see it. Called by their functions, after they have asked for the role.';
revoke all on function public.find_phone_number from public;
alter function public.find_phone_number owner to app_definer;
