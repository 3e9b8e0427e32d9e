create or replace function api.list_customers(
  p_search text default null,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.customers
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_text text := lower(btrim(coalesce(p_search, '')));
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_user();
  return query
  select k.*
  from api.customers k
  where not k.is_removed
    and (
      v_text = ''
      or strpos(lower(concat_ws(' ', k.name, k.company_name, k.customer_reference)), v_text) > 0
      or (length(v_digits) >= 3 and strpos(k.phone_number, v_digits) > 0)
    )
    and (p_before_id is null or (k.created_at, k.id) < (p_before_at, p_before_id))
  order by k.created_at desc, k.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_customers is
  'A page of customers, the newest first; the next page begins before the last created_at and id. Search takes part of a name, company, reference or number. Raises not_signed_in.';
revoke all on function api.list_customers from public;
grant execute on function api.list_customers to app_user;
