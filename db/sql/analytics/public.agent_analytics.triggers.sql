-- The days of tenants follow those of their agents, and the summary's stored days become old.
create or replace trigger trg_user_daily_rollup
  after update on public.agent_analytics
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.roll_up_agent_days();
comment on trigger trg_user_daily_rollup on public.agent_analytics is 'The difference of an agent''s day is that of its tenant''s day.';

create or replace trigger trg_user_daily_rollup_on_insert
  after insert on public.agent_analytics
  referencing new table as new_rows
  for each statement execute function public.roll_up_agent_days_on_insert();
comment on trigger trg_user_daily_rollup_on_insert on public.agent_analytics is 'A new day of an agent counts at its tenant.';

create or replace trigger trg_user_daily_rollup_on_delete
  after delete on public.agent_analytics
  referencing old table as old_rows
  for each statement execute function public.roll_up_agent_days_on_delete();
comment on trigger trg_user_daily_rollup_on_delete on public.agent_analytics is 'A deleted day of an agent no longer counts at its tenant.';

create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.agent_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary on public.agent_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.agent_analytics
  referencing new table as new_rows
  for each statement execute function public.note_changed_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.agent_analytics is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.agent_analytics
  referencing old table as old_rows
  for each statement execute function public.note_deleted_kpi();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.agent_analytics is 'The stored summary of the day is old now.';
