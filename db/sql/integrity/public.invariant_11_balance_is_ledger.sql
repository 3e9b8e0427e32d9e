-- The balance is the ledger, added up. Both are written by one function under one lock.
create or replace view public.invariant_11_balance_is_ledger with (security_barrier = true) as
select
  'users' as object,
  u.id::text as key,
  format('balance %s, ledger %s', u.credits, coalesce(t.total, 0)) as detail
from public.users u
left join (
  select x.user_id, sum(x.amount) as total
  from public.credit_transactions x
  group by x.user_id
) t on t.user_id = u.id
where u.credits <> coalesce(t.total, 0);

comment on view public.invariant_11_balance_is_ledger is 'Tenants whose balance is not the sum of their ledger. Must be empty.';
comment on column public.invariant_11_balance_is_ledger.object is 'The table at fault.';
comment on column public.invariant_11_balance_is_ledger.key is 'Key of the row at fault.';
comment on column public.invariant_11_balance_is_ledger.detail is 'Balance and sum.';
revoke all on public.invariant_11_balance_is_ledger from public;
alter view public.invariant_11_balance_is_ledger owner to app_definer;
