create or replace function public.require_deal(p_deal_value numeric, p_contract_start_date date, p_contract_end_date date)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_deal_value < 0 or p_deal_value >= 10000000000 then
    raise sqlstate 'VC400' using
      message = 'deal_value_invalid',
      detail = format('deal value %s', p_deal_value),
      hint = 'The value of a deal is a number from 0 to 9,999,999,999.99.';
  end if;
  if p_contract_end_date < p_contract_start_date then
    raise sqlstate 'VC400' using
      message = 'contract_ends_before_it_begins',
      detail = format('%s to %s', p_contract_start_date, p_contract_end_date),
      hint = 'The contract ends before it begins.';
  end if;
end
$function$;
comment on function public.require_deal is
  'Nothing, if value and days of a deal are usable. Called by convert_contact and change_customer. Raises deal_value_invalid, contract_ends_before_it_begins.';
revoke all on function public.require_deal from public;
grant execute on function public.require_deal to app_definer;
