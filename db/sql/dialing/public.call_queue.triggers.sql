-- Everything that a write to call_queue sets off, in firing order.
create or replace trigger _100_forget_attempts_on_delete
  after delete on public.call_queue
  referencing old table as old_rows
  for each statement execute function public.forget_attempts();
comment on trigger _100_forget_attempts_on_delete on public.call_queue is 'Attempts and holds go with their item.';

create or replace trigger update_call_queue_updated_at
  before update on public.call_queue
  for each row
  when (new.updated_at is not distinct from old.updated_at)
  execute function public.update_updated_at_column();
comment on trigger update_call_queue_updated_at on public.call_queue is 'Keeps updated_at, unless the statement has set it itself, as the claim does for whole batches.';

create or replace trigger z_900_announce
  after update on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.announce_queue_items();
comment on trigger z_900_announce on public.call_queue is 'A retry, a promotion or a void makes an item claimable: its lane is looked at again, and open tabs are told.';

create or replace trigger z_900_announce_on_insert
  after insert on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.announce_queue_items();
comment on trigger z_900_announce_on_insert on public.call_queue is 'New people wait: their lanes are looked at, and open tabs are told.';
