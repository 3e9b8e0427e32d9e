create or replace view api.notification_preferences with (security_invoker = true) as
select
  p.email_enabled,
  p.in_app_enabled,
  p.meeting_booked_email,
  p.call_completed_email,
  p.daily_summary_email,
  p.low_credits_threshold
from public.notification_preferences p;
comment on view api.notification_preferences is 'One row: how the signed-in tenant wants to be told.';
comment on column api.notification_preferences.email_enabled is 'False: no mail but what the account itself needs.';
comment on column api.notification_preferences.in_app_enabled is 'False: no messages in the pages.';
comment on column api.notification_preferences.meeting_booked_email is 'True: mail for each booked, moved or cancelled meeting.';
comment on column api.notification_preferences.call_completed_email is 'True: mail for each completed call.';
comment on column api.notification_preferences.daily_summary_email is 'True: one mail a day.';
comment on column api.notification_preferences.low_credits_threshold is 'A message when the balance falls below it; 0 means never. Unit: credits.';
grant select on api.notification_preferences to app_user, app_definer;
