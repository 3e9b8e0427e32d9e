-- New live events wake the streams.
create or replace trigger z_900_announce
  after insert on public.ui_events
  referencing new table as new_rows
  for each statement execute function public.announce_ui_events();
comment on trigger z_900_announce on public.ui_events is 'One notification for each statement that writes live events.';
