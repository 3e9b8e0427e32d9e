create or replace function api.sum_customers(p_now timestamptz default now())
  returns table (customers integer, deal_value numeric, ending_soon integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_today date := (p_now at time zone public.get_user_timezone(public.require_user()))::date;
begin
  return query
  select
    count(*)::integer,
    coalesce(sum(k.deal_value), 0),
    count(*) filter (where k.contract_end_date between v_today and v_today + 30)::integer
  from api.customers k
  where not k.is_removed;
end
$function$;
comment on function api.sum_customers is
  'How many customers there are, what their deals are worth together, and how many contracts end within thirty days. Raises not_signed_in.
@notNull customers
@notNull deal_value
@notNull ending_soon';
revoke all on function api.sum_customers from public;
grant execute on function api.sum_customers to app_user;
