create or replace function api.set_notification_preferences(
  p_email_enabled boolean default null,
  p_in_app_enabled boolean default null,
  p_meeting_booked_email boolean default null,
  p_call_completed_email boolean default null,
  p_daily_summary_email boolean default null,
  p_low_credits_threshold integer default null,
  p_now timestamptz default now()
)
  returns api.notification_preferences
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_preferences api.notification_preferences;
begin
  if p_low_credits_threshold not between 0 and 1000000000 then
    raise sqlstate 'VC400' using
      message = 'credits_threshold_invalid',
      detail = format('%s', p_low_credits_threshold),
      hint = 'Say below how many credits you want to be told: a whole number from 0 (never) to 1,000,000,000.';
  end if;
  update public.notification_preferences p
  set email_enabled = coalesce(p_email_enabled, p.email_enabled),
      in_app_enabled = coalesce(p_in_app_enabled, p.in_app_enabled),
      meeting_booked_email = coalesce(p_meeting_booked_email, p.meeting_booked_email),
      call_completed_email = coalesce(p_call_completed_email, p.call_completed_email),
      daily_summary_email = coalesce(p_daily_summary_email, p.daily_summary_email),
      low_credits_threshold = coalesce(p_low_credits_threshold, p.low_credits_threshold),
      updated_at = p_now
  where p.user_id = v_user_id
  returning
    p.email_enabled, p.in_app_enabled, p.meeting_booked_email, p.call_completed_email, p.daily_summary_email, p.low_credits_threshold
  into v_preferences;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'notifications');
  return v_preferences;
end
$function$;
comment on function api.set_notification_preferences is
  'Changes how the signed-in tenant wants to be told and returns it; null leaves a switch as it is. Raises not_signed_in, credits_threshold_invalid.';
revoke all on function api.set_notification_preferences from public;
grant execute on function api.set_notification_preferences to app_user;
alter function api.set_notification_preferences owner to app_definer;
