-- Everything that a write to calls sets off, in firing order, which is the lock order: attempts and items, wallets,
-- contacts, leads, slots, rollups, campaigns, then inserts. A webhook only raises the status and may free the slot; queue,
-- money, counters and completion act when confirmed_at is set.
create or replace trigger update_calls_updated_at
  before update on public.calls
  for each row execute function public.update_updated_at_column();
comment on trigger update_calls_updated_at on public.calls is 'Keeps updated_at.';

create or replace trigger _510_settle_queue_items
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_queue_items();
comment on trigger _510_settle_queue_items on public.calls is 'A confirmed end closes the attempt and ends the person''s item or schedules a retry.';

create or replace trigger _520_settle_credits
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_credits();
comment on trigger _520_settle_credits on public.calls is 'A confirmed end releases the hold and charges the price.';

create or replace trigger _530_count_call_outcomes
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.count_call_outcomes();
comment on trigger _530_count_call_outcomes on public.calls is 'A confirmed end is counted at its contact.';

create or replace trigger _530_count_call_outcomes_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.count_call_outcomes_on_insert();
comment on trigger _530_count_call_outcomes_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their contacts.';

create or replace trigger _530_count_call_outcomes_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.count_call_outcomes_on_delete();
comment on trigger _530_count_call_outcomes_on_delete on public.calls is 'Deleted calls are taken out of the counters of their contacts.';

create or replace trigger _540_restamp_leads
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_leads();
comment on trigger _540_restamp_leads on public.calls is 'Leads are filed under the day and hour of their call.';

create or replace trigger cleanup_active_calls_on_status_change
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.cleanup_active_calls_on_status_change();
comment on trigger cleanup_active_calls_on_status_change on public.calls is 'A free line frees its slot, on the hint of a webhook already.';

create or replace trigger trg_calls_daily_analytics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.roll_up_calls();
comment on trigger trg_calls_daily_analytics on public.calls is 'What a call counts now, less what it counted, reaches the rollups.';

create or replace trigger trg_calls_daily_analytics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.roll_up_calls_on_insert();
comment on trigger trg_calls_daily_analytics_on_insert on public.calls is 'New calls reach the rollups.';

create or replace trigger trg_calls_daily_analytics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.roll_up_calls_on_delete();
comment on trigger trg_calls_daily_analytics_on_delete on public.calls is 'Deleted calls leave the rollups.';

create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.note_kpi_of_deleted_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.calls is 'The stored summary of the day is old now.';

create or replace trigger update_campaign_statistics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_campaign_statistics();
comment on trigger update_campaign_statistics on public.calls is 'A confirmed end is counted at its campaign, which may be finished by it.';

create or replace trigger update_campaign_statistics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.update_campaign_statistics_on_insert();
comment on trigger update_campaign_statistics_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their campaigns.';

create or replace trigger update_campaign_statistics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.update_campaign_statistics_on_delete();
comment on trigger update_campaign_statistics_on_delete on public.calls is 'Deleted calls are taken out of the counters of their campaigns.';

create or replace trigger z_800_store_transcripts
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.store_transcripts();
comment on trigger z_800_store_transcripts on public.calls is 'Keeps the text of calls in transcripts.';

create or replace trigger z_810_note_calls_to_analyse
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.note_calls_to_analyse();
comment on trigger z_810_note_calls_to_analyse on public.calls is 'A confirmed call, or one with new text, waits for its analysis.';

create or replace trigger z_810_note_calls_to_analyse_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_calls_to_analyse_on_insert();
comment on trigger z_810_note_calls_to_analyse_on_insert on public.calls is 'Calls stored with a confirmed end wait for their analysis.';

create or replace trigger z_820_tell
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.tell_calls();
comment on trigger z_820_tell on public.calls is 'Calls that were not paid in full are a message, completed ones a mail to those who want it.';

create or replace trigger z_900_publish
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.publish_call_changes();
comment on trigger z_900_publish on public.calls is 'Open tabs learn which calls have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.publish_new_calls();
comment on trigger z_900_publish_on_insert on public.calls is 'Open tabs learn of new calls.';
