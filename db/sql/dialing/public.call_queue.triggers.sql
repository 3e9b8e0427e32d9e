-- Everything that a write to call_queue sets off, in firing order.
create or replace trigger _100_forget_attempts_on_delete
  after delete on public.call_queue
  referencing old table as old_rows
  for each statement execute function public.forget_attempts();
comment on trigger _100_forget_attempts_on_delete on public.call_queue is 'Attempts and holds go with their item.';

create or replace trigger update_call_queue_updated_at
  before update on public.call_queue
  for each row execute function public.update_updated_at_column();
comment on trigger update_call_queue_updated_at on public.call_queue is 'Keeps updated_at.';

create or replace trigger z_900_wake
  after update on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.wake_for_queue_items();
comment on trigger z_900_wake on public.call_queue is 'A retry, a promotion or a void makes an item claimable: its lane is looked at again.';

create or replace trigger z_900_wake_on_insert
  after insert on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.wake_for_queue_items();
comment on trigger z_900_wake_on_insert on public.call_queue is 'New people wait: their lanes are looked at.';

create or replace trigger z_910_publish
  after update on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.publish_queue_changes();
comment on trigger z_910_publish on public.call_queue is 'Open tabs learn that the queue has changed.';

create or replace trigger z_910_publish_on_insert
  after insert on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.publish_queue_changes();
comment on trigger z_910_publish_on_insert on public.call_queue is 'Open tabs learn that people wait.';
