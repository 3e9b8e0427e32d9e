-- Everything that a message to a tenant sets off.
create or replace trigger z_900_deliver_on_insert
  after insert on public.notifications
  referencing new table as new_rows
  for each statement execute function public.deliver_notifications();
comment on trigger z_900_deliver_on_insert on public.notifications is 'Open tabs learn of new messages, and mail is written to those who want it.';
