-- Everything that an analysis sets off.
create or replace trigger _100_stamp_lead
  before insert on public.lead_analytics
  for each row execute function public.stamp_lead();
comment on trigger _100_stamp_lead on public.lead_analytics is 'A lead is filed under the day and hour of its call.';

create or replace trigger trg_leads_daily_analytics
  after update on public.lead_analytics
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_agent_scores_from_lead_analytics();
comment on trigger trg_leads_daily_analytics on public.lead_analytics is 'Changed scores and qualifications reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.roll_up_leads_on_insert();
comment on trigger trg_leads_daily_analytics_on_insert on public.lead_analytics is 'New analyses reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_delete
  after delete on public.lead_analytics
  referencing old table as old_rows
  for each statement execute function public.roll_up_leads_on_delete();
comment on trigger trg_leads_daily_analytics_on_delete on public.lead_analytics is 'Deleted analyses leave the rollups.';

create or replace trigger z_890_book_meetings
  after update on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.book_meetings_of_leads();
comment on trigger z_890_book_meetings on public.lead_analytics is 'A meeting that was agreed in a call is booked.';

create or replace trigger z_890_book_meetings_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.book_meetings_of_leads();
comment on trigger z_890_book_meetings_on_insert on public.lead_analytics is 'A meeting that was agreed in a call is booked.';

create or replace trigger z_900_publish
  after update on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.publish_leads();
comment on trigger z_900_publish on public.lead_analytics is 'Open tabs learn of changed analyses.';

create or replace trigger z_900_publish_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.publish_leads();
comment on trigger z_900_publish_on_insert on public.lead_analytics is 'Open tabs learn of new analyses.';
