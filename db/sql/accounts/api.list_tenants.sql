create or replace function api.list_tenants(p_search text default null, p_after_email text default null, p_limit integer default 50)
  returns setof api.tenants
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
  select t.*
  from api.tenants t
  where (p_after_email is null or t.email > p_after_email)
    and (
      v_text = ''
      or strpos(lower(concat_ws(' ', t.email, t.name, t.company)), v_text) > 0
      or exists (select from public.calls c where c.user_id = t.id and c.bolna_execution_id = btrim(p_search))
      or (length(v_digits) >= 6 and exists (select from public.phone_numbers n where n.user_id = t.id and strpos(n.phone_number, v_digits) > 0))
    )
  order by t.email
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_tenants is
  'A page of accounts by e-mail address; the next one begins after the last address. Search takes part of an address, name or company, a number of theirs, or the id of one of their calls at the provider. Raises not_signed_in, admin_only.';
revoke all on function api.list_tenants from public;
grant execute on function api.list_tenants to app_user;
alter function api.list_tenants owner to app_definer;
