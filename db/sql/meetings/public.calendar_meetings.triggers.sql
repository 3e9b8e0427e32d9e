-- All side effects of a write to calendar_meetings, in firing order.
create or replace trigger update_calendar_meetings_updated_at
  before update on public.calendar_meetings
  for each row execute function public.update_updated_at_column();
comment on trigger update_calendar_meetings_updated_at on public.calendar_meetings is
  'Stamps updated_at of every changed row.';
