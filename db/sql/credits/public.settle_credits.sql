-- Money of calls whose end has just been confirmed: the hold goes, the price is charged, once. The unique key
-- (call, type) of the ledger refuses a second charge whoever asks.
create or replace function public.settle_credits()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_attempts uuid[];
  v_holders uuid[];
  v_users uuid[];
  v_amounts integer[];
  v_calls uuid[];
begin
  select
    array_agg(n.attempt_id) filter (where n.attempt_id is not null),
    array_agg(n.user_id) filter (where n.attempt_id is not null),
    array_agg(n.user_id order by n.id) filter (where n.credits > 0),
    array_agg(-n.credits order by n.id) filter (where n.credits > 0),
    array_agg(n.id order by n.id) filter (where n.credits > 0)
  into v_attempts, v_holders, v_users, v_amounts, v_calls
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null
    and o.confirmed_at is null;

  if v_attempts is not null then
    delete from public.credit_holds h
    using unnest(v_holders, v_attempts) as x (user_id, attempt_id)
    where h.user_id = x.user_id and h.attempt_id = x.attempt_id;
  end if;
  if v_calls is not null then
    perform public.write_credit_transactions(
      v_users, v_amounts, array_fill('usage'::text, array[cardinality(v_users)]), v_calls,
      array_fill(null::text, array[cardinality(v_users)])
    );
  end if;
  return null;
end
$function$;
comment on function public.settle_credits is
  'Releases the hold of confirmed calls and charges their price once.';
revoke all on function public.settle_credits from public;
alter function public.settle_credits owner to app_definer;
