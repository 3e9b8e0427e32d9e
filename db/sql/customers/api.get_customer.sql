create or replace function api.get_customer(p_customer_id uuid)
  returns api.customers
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_customer api.customers;
begin
  perform public.require_user();
  select k.* into v_customer from api.customers k where k.id = p_customer_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'customer_not_found',
      detail = format('customer %s', p_customer_id),
      hint = 'This customer no longer exists.';
  end if;
  return v_customer;
end
$function$;
comment on function api.get_customer is
  'One customer, also one that was removed. Raises not_signed_in, customer_not_found.';
revoke all on function api.get_customer from public;
grant execute on function api.get_customer to app_user;
