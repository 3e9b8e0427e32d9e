create or replace function public.tell_meeting_changed(p_meeting public.calendar_meetings, p_message text, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  values (
    (p_meeting).user_id, 'meeting_changed', concat_ws(' ', (p_meeting).id, md5(p_message)), left(format('Changed: %s', (p_meeting).title), 255), p_message,
    format('/meetings?peek=%s', (p_meeting).id), jsonb_build_object('meeting_id', (p_meeting).id), p_now
  )
  on conflict do nothing;
end
$function$;
comment on function public.tell_meeting_changed is
  'Tells a tenant, once, what was done to a meeting in the calendar. Called by merge_calendar_event.';
revoke all on function public.tell_meeting_changed from public;
alter function public.tell_meeting_changed owner to app_definer;
