-- All side effects of a write to admin_audit_log: none, save that the audit log refuses to be rewritten. Two triggers, because one
-- trigger has one event; row triggers, because the refusal looks at the row's own values and at nothing else of the batch.
create or replace trigger _100_refuse_delete
  before delete on public.admin_audit_log
  for each row execute function public.refuse_ledger_change('admin_user_id', 'target_user_id', 'users');
comment on trigger _100_refuse_delete on public.admin_audit_log is
  'A row goes only together with the account of its admin.';

create or replace trigger _100_refuse_update
  before update on public.admin_audit_log
  for each row execute function public.refuse_ledger_change('admin_user_id', 'target_user_id', 'users');
comment on trigger _100_refuse_update on public.admin_audit_log is
  'A row never changes, save that it forgets the account acted on when that is deleted.';
