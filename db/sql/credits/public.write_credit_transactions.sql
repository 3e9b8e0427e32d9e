-- The one writer of ledger and balance: one entry each, in the order given, the balance after each entry beside
-- it. Both in one function, under the lock of the wallet, so that they cannot differ.
--
-- An entry that would take the balance below zero fails as a whole (CHECK on users).
create or replace function public.write_credit_transactions(
  p_user_ids uuid[],
  p_amounts integer[],
  p_types text[],
  p_call_ids uuid[],
  p_descriptions text[],
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1
  from public.users u
  where u.id = any (p_user_ids)
  order by u.id
  for no key update;

  with entries as materialized (
    select
      e.user_id, e.amount, e.type, e.call_id, e.description, e.place,
      u.credits + sum(e.amount) over (partition by e.user_id order by e.place) as balance_after
    from unnest(p_user_ids, p_amounts, p_types, p_call_ids, p_descriptions)
      with ordinality as e (user_id, amount, type, call_id, description, place)
    join public.users u on u.id = e.user_id
  ),
  balances as (
    update public.users u
    set credits = u.credits + t.amount
    from (select e.user_id, sum(e.amount) as amount from entries e group by e.user_id) t
    where u.id = t.user_id
  )
  insert into public.credit_transactions (user_id, amount, type, call_id, description, balance_after, created_at)
  select e.user_id, e.amount, e.type, e.call_id, e.description, e.balance_after, p_now
  from entries e
  order by e.place;

  insert into public.ui_events (user_id, topic)
  select distinct u.user_id, 'credits'
  from unnest(p_user_ids) as u (user_id);
  perform public.wake_tenants(p_user_ids);
end
$function$;
comment on function public.write_credit_transactions is
  'Writes ledger entries and the balances with them; parallel arrays, one entry each. Raises the CHECK users_credits_never_negative when a balance would go below zero. The only writer of credit_transactions besides the opening entry.';
revoke all on function public.write_credit_transactions from public;
alter function public.write_credit_transactions owner to app_definer;
