-- The entry that crosses the line, and no other, tells: the ledger is written in order under the lock of the wallet.
create or replace function public.tell_low_credits()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'low_credits', n.seq::text, 'Credits are running low',
    format('%s credits are left. When they do not cover the next call, calling waits.', n.balance_after),
    '/', jsonb_build_object('balance', n.balance_after, 'threshold', p.low_credits_threshold), n.created_at
  from new_rows n
  join public.notification_preferences p on p.user_id = n.user_id
  where n.amount < 0
    and n.balance_after < p.low_credits_threshold
    and n.balance_after - n.amount >= p.low_credits_threshold
  order by n.user_id, n.seq
  on conflict do nothing;
  return null;
end
$function$;
comment on function public.tell_low_credits is
  'Trigger of credit_transactions: a message when a balance falls below what the tenant has said.';
revoke all on function public.tell_low_credits from public;
alter function public.tell_low_credits owner to app_definer;
