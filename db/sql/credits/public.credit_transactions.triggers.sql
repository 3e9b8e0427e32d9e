-- All side effects of a write to credit_transactions: none, save that the ledger refuses to be rewritten. Two triggers, because one
-- trigger has one event; row triggers, because the refusal looks at the row's own values and at nothing else of the batch.
create or replace trigger _100_refuse_delete
  before delete on public.credit_transactions
  for each row execute function public.refuse_ledger_change('user_id', 'call_id', 'calls');
comment on trigger _100_refuse_delete on public.credit_transactions is
  'A row goes only together with the account of its tenant.';

create or replace trigger _100_refuse_update
  before update on public.credit_transactions
  for each row execute function public.refuse_ledger_change('user_id', 'call_id', 'calls');
comment on trigger _100_refuse_update on public.credit_transactions is
  'A row never changes, save that it forgets its call when that is deleted.';
