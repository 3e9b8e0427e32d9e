create or replace function api.list_all_phone_numbers(p_search text default null, p_after_number text default null, p_limit integer default 50)
  returns setof api.all_phone_numbers
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_text text := lower(btrim(coalesce(p_search, '')));
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_admin();
  return query
  select n.*
  from api.all_phone_numbers n
  where (p_after_number is null or n.phone_number > p_after_number)
    and (
      v_text = ''
      or strpos(lower(concat_ws(' ', n.email, n.name, n.company, n.friendly_name)), v_text) > 0
      or (length(v_digits) >= 3 and strpos(n.phone_number, v_digits) > 0)
    )
  order by n.phone_number
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_all_phone_numbers is
  'A page of all telephone numbers by number; the next one begins after the last. Search takes part of a number, in any notation, of its name or of its account. Raises not_signed_in, admin_only.';
revoke all on function api.list_all_phone_numbers from public;
grant execute on function api.list_all_phone_numbers to app_user;
alter function api.list_all_phone_numbers owner to app_definer;
