-- The ledger. One function writes it together with the balance in users. Append-only: nobody at run time has the right to change or
-- delete a row, and the triggers of this table refuse it to everybody else.

comment on table public.credit_transactions is
  'One row per change of a balance; the balance of a tenant is the sum of its rows.';
comment on column public.credit_transactions.id is 'Key.';
comment on column public.credit_transactions.user_id is 'The tenant whose balance changed.';
comment on column public.credit_transactions.amount is 'Whole credits, positive in, negative out; usage is always negative.';
comment on column public.credit_transactions.type is 'purchase, usage (a call), refund, or adjustment, of which the opening balance is one.';
comment on column public.credit_transactions.description is 'What for, in words; null when the type says it.';
comment on column public.credit_transactions.call_id is
  'Call that was charged or refunded; null for all else and after the call is gone. Charged once, refunded once.';
comment on column public.credit_transactions.balance_after is 'Balance of the tenant behind this row, never negative.';
comment on column public.credit_transactions.seq is 'Running number drawn under the lock of the balance: the order of a tenant''s rows.';
comment on column public.credit_transactions.created_at is 'When the balance changed.';

alter table public.credit_transactions enable row level security;
alter table public.credit_transactions force row level security;

drop policy if exists credit_transactions_select_own on public.credit_transactions;
create policy credit_transactions_select_own on public.credit_transactions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy credit_transactions_select_own on public.credit_transactions is 'A tenant reads its own credit transactions.';

drop policy if exists credit_transactions_select_masker on public.credit_transactions;
create policy credit_transactions_select_masker on public.credit_transactions for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy credit_transactions_select_masker on public.credit_transactions is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists credit_transactions_all_definer on public.credit_transactions;
create policy credit_transactions_all_definer on public.credit_transactions for all to app_definer
  using (true) with check (true);
comment on policy credit_transactions_all_definer on public.credit_transactions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.credit_transactions to app_user;
grant select, insert on public.credit_transactions to app_definer;
grant select on public.credit_transactions to app_masker;
