-- Accounts that are being deleted or have been. What stays of one is its row in users, without anything of the person, and under its id the
-- ledger and the audit log: money and acts must be accounted for after the person is gone.

comment on table public.account_deletions is
  'One row per account whose deletion was asked for.';
comment on column public.account_deletions.user_id is 'Key: the account.';
comment on column public.account_deletions.requested_at is 'When the deletion began: no session and no call from then on.';
comment on column public.account_deletions.next_try_at is 'When the job looks at it again; later than now while calls are on the line or not yet charged.';
comment on column public.account_deletions.finished_at is 'When nothing of the person was left; null before.';

alter table public.account_deletions enable row level security;
alter table public.account_deletions force row level security;

drop policy if exists account_deletions_all_definer on public.account_deletions;
create policy account_deletions_all_definer on public.account_deletions for all to app_definer
  using (true) with check (true);
comment on policy account_deletions_all_definer on public.account_deletions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update on public.account_deletions to app_definer;
