-- Everything that taking and freeing a slot sets off.
create or replace trigger z_900_publish_on_insert
  after insert on public.active_calls
  referencing new table as new_rows
  for each statement execute function public.publish_lines();
comment on trigger z_900_publish_on_insert on public.active_calls is 'Open tabs learn that lines were taken.';

create or replace trigger z_900_wake_on_delete
  after delete on public.active_calls
  referencing old table as old_rows
  for each statement execute function public.wake_after_release();
comment on trigger z_900_wake_on_delete on public.active_calls is 'A freed slot wakes its tenant for the claim.';
