-- Each entry says the balance after it, in the order in which they were written; no balance is ever negative, and what is
-- held is covered by it.
create or replace view public.invariant_12_ledger_runs with (security_barrier = true) as
select
  'credit_transactions' as object,
  r.id::text as key,
  format('says %s after it, the entries say %s', r.balance_after, r.running) as detail
from (
  select t.id, t.balance_after, sum(t.amount) over (partition by t.user_id order by t.seq) as running
  from public.credit_transactions t
) r
where r.balance_after <> r.running
union all
select 'users', u.id::text, format('balance %s, held %s', u.credits, h.held)
from public.users u
cross join lateral (
  select coalesce(sum(x.amount), 0) as held from public.credit_holds x where x.user_id = u.id
) h
where u.credits < h.held
  or u.credits < 0;

comment on view public.invariant_12_ledger_runs is 'Ledger entries with a wrong running balance, negative balances, and holds above the balance. Must be empty.';
comment on column public.invariant_12_ledger_runs.object is 'The table at fault.';
comment on column public.invariant_12_ledger_runs.key is 'Key of the row at fault.';
comment on column public.invariant_12_ledger_runs.detail is 'What does not add up.';
revoke all on public.invariant_12_ledger_runs from public;
alter view public.invariant_12_ledger_runs owner to app_definer;
