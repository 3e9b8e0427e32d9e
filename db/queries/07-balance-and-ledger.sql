-- A tenant's balance, and what it is made of.
-- The balance is the sum of the ledger; held credits belong to calls that are not billed yet. $1: the tenant.
select
  u.credits as balance,
  (select sum(t.amount) from public.credit_transactions t where t.user_id = u.id) as ledger_sum,
  (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id) as held
from public.users u
where u.id = $1;
