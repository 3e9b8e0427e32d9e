-- All side effects of a write to calendar_meetings, in firing order.
create or replace trigger _100_refuse_illegal_step
  before update on public.calendar_meetings
  for each row execute function public.refuse_illegal_meeting_step();
comment on trigger _100_refuse_illegal_step on public.calendar_meetings is 'A meeting lives by meeting_status_steps.';

create or replace trigger update_calendar_meetings_updated_at
  before update on public.calendar_meetings
  for each row execute function public.update_updated_at_column();
comment on trigger update_calendar_meetings_updated_at on public.calendar_meetings is
  'Stamps updated_at of every changed row.';

create or replace trigger z_900_publish
  after update on public.calendar_meetings
  referencing new table as new_rows
  for each statement execute function public.publish_meetings();
comment on trigger z_900_publish on public.calendar_meetings is 'Open tabs learn of changed meetings.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calendar_meetings
  referencing new table as new_rows
  for each statement execute function public.publish_meetings();
comment on trigger z_900_publish_on_insert on public.calendar_meetings is 'Open tabs learn of new meetings.';
