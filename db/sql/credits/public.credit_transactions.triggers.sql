-- All side effects of a write to credit_transactions: the ledger refuses to be rewritten, and who runs low is told. Two triggers refuse,
-- because one trigger has one event; row triggers, because the refusal looks at the row's own values and at nothing else of the batch.
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

create or replace trigger z_900_tell_low_credits_on_insert
  after insert on public.credit_transactions
  referencing new table as new_rows
  for each statement execute function public.tell_low_credits();
comment on trigger z_900_tell_low_credits_on_insert on public.credit_transactions is 'A tenant whose balance falls below its line is told.';
