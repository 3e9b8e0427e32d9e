-- Everything that a write to users sets off.
create or replace trigger _100_delete_campaigns_first
  before delete on public.users
  for each row execute function public.delete_campaigns_of_user();
comment on trigger _100_delete_campaigns_first on public.users is 'Campaigns go first, because they hold their agents back.';

create or replace trigger _500_open_account_on_insert
  after insert on public.users
  referencing new table as new_rows
  for each statement execute function public.open_account();
comment on trigger _500_open_account_on_insert on public.users is 'A new tenant gets its place in the ring and its opening ledger entry.';

create or replace trigger _200_lock_rollups_before_delete
  before delete on public.users
  for each row execute function public.lock_rollups_before_delete();
comment on trigger _200_lock_rollups_before_delete on public.users is 'What the deletion takes along reaches the rollups in several steps; it has their locks before the first.';

create or replace trigger update_users_updated_at
  before update on public.users
  for each row execute function public.update_updated_at_column();
comment on trigger update_users_updated_at on public.users is 'Keeps updated_at.';

create or replace trigger z_900_restamp_after_zone_change
  after update on public.users
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_after_zone_change();
comment on trigger z_900_restamp_after_zone_change on public.users is 'Another zone cuts other days: calls are filed anew.';
