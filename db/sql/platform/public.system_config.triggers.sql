-- Everything that a write to system_config sets off.
create or replace trigger z_900_restamp_after_default_zone_change
  after update on public.system_config
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_after_default_zone_change();
comment on trigger z_900_restamp_after_default_zone_change on public.system_config is 'Another default zone cuts other days for those who go by it.';
