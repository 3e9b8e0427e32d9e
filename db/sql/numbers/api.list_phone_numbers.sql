create or replace function api.list_phone_numbers()
  returns setof api.phone_numbers
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select n.*
  from api.phone_numbers n
  order by n.is_active desc, n.phone_number;
end
$function$;
comment on function api.list_phone_numbers is
  'The tenant''s telephone numbers, those in use first. Raises not_signed_in.';
revoke all on function api.list_phone_numbers from public;
grant execute on function api.list_phone_numbers to app_user;
