-- What every tenant has from its first moment: a place in the ring, how it is told of things, and the ledger entry of its first credits,
-- without which the balance would differ from the sum of its transactions from the first day.
create or replace function public.open_account()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.tenant_dispatch (user_id)
  select n.id
  from new_rows n
  order by n.id;
  insert into public.notification_preferences (user_id)
  select n.id
  from new_rows n
  order by n.id;
  insert into public.credit_transactions (user_id, amount, type, description, balance_after, created_at)
  select n.id, n.credits, 'adjustment', 'First credits', n.credits, n.created_at
  from new_rows n
  where n.credits > 0
  order by n.id;
  return null;
end
$function$;
comment on function public.open_account is
  'Gives new tenants their place in the ring, their notification preferences and the ledger entry of their first credits.';
revoke all on function public.open_account from public;
alter function public.open_account owner to app_definer;
