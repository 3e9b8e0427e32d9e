create or replace function api.change_customer(
  p_customer_id uuid,
  p_company_name text default null,
  p_industry text default null,
  p_deal_value numeric default null,
  p_deal_closed_date date default null,
  p_contract_start_date date default null,
  p_contract_end_date date default null,
  p_payment_terms text default null,
  p_account_manager text default null,
  p_notes text default null
)
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.lock_own_customer(p_customer_id, v_user_id);
  perform public.require_deal(p_deal_value, p_contract_start_date, p_contract_end_date);
  update public.customers k
  set company_name = nullif(left(btrim(p_company_name), 255), ''),
      industry = nullif(left(btrim(p_industry), 100), ''),
      deal_value = p_deal_value,
      deal_closed_date = p_deal_closed_date,
      contract_start_date = p_contract_start_date,
      contract_end_date = p_contract_end_date,
      payment_terms = nullif(left(btrim(p_payment_terms), 100), ''),
      account_manager = nullif(left(btrim(p_account_manager), 255), ''),
      notes = nullif(left(btrim(p_notes), 10000), '')
  where k.id = p_customer_id;
  return public.told_customer(p_customer_id, v_user_id);
end
$function$;
comment on function api.change_customer is
  'Writes the whole form of a customer, where null empties a field, and returns it. Raises not_signed_in, customer_not_found, deal_value_invalid, contract_ends_before_it_begins.';
revoke all on function api.change_customer from public;
grant execute on function api.change_customer to app_user;
alter function api.change_customer owner to app_definer;
