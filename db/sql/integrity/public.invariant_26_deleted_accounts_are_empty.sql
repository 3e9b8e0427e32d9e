-- Nothing of the person is left, also not by a writer that came after the deletion.
create or replace view public.invariant_26_deleted_accounts_are_empty with (security_barrier = true) as
select r.object, r.key, r.detail
from public.rows_of_deleted_accounts() r;

comment on view public.invariant_26_deleted_accounts_are_empty is 'What is left of deleted accounts besides ledger and audit log. Must be empty.';
comment on column public.invariant_26_deleted_accounts_are_empty.object is 'The table at fault.';
comment on column public.invariant_26_deleted_accounts_are_empty.key is 'The account.';
comment on column public.invariant_26_deleted_accounts_are_empty.detail is 'How many rows; never what is in them.';
revoke all on public.invariant_26_deleted_accounts_are_empty from public;
alter view public.invariant_26_deleted_accounts_are_empty owner to app_definer;
