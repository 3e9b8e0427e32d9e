-- The summary's stored days become old.
create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.user_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary on public.user_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.user_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.user_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.user_analytics
  referencing old table as old_rows
  for each statement execute function public.note_deleted_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.user_analytics is 'The stored summary of the day is old now.';
