-- A tenant reads its own row; every write is a function of ours.

comment on table public.notification_preferences is
  'One row per tenant: how it wants to be told. Written when the account opens, with the defaults of the columns.';
comment on column public.notification_preferences.id is 'Key.';
comment on column public.notification_preferences.user_id is 'The tenant; one row each, deleted with it.';
comment on column public.notification_preferences.email_enabled is 'False: no mail but what the account itself needs.';
comment on column public.notification_preferences.in_app_enabled is 'False: no messages in the pages.';
comment on column public.notification_preferences.meeting_booked_email is 'True: mail for each booked, moved or cancelled meeting.';
comment on column public.notification_preferences.call_completed_email is 'True: mail for each completed call.';
comment on column public.notification_preferences.daily_summary_email is 'True: one mail a day, in the morning of the tenants zone.';
comment on column public.notification_preferences.low_credits_threshold is 'A message when the balance falls below it; 0 means never. Unit: credits.';
comment on column public.notification_preferences.created_at is 'When the row was written.';
comment on column public.notification_preferences.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.notification_preferences enable row level security;
alter table public.notification_preferences force row level security;

drop policy if exists notification_preferences_select_own on public.notification_preferences;
create policy notification_preferences_select_own on public.notification_preferences for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy notification_preferences_select_own on public.notification_preferences is 'A tenant reads its own notification preferences.';

drop policy if exists notification_preferences_all_definer on public.notification_preferences;
create policy notification_preferences_all_definer on public.notification_preferences for all to app_definer
  using (true) with check (true);
comment on policy notification_preferences_all_definer on public.notification_preferences is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.notification_preferences to app_user;
grant select, insert, update, delete on public.notification_preferences to app_definer;
