create or replace function public.note_event_gone(p_meeting_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_meetings m set google_event_id = null, google_meet_link = null where m.id = p_meeting_id;
  update public.calendar_meeting_sync s
  set generation = s.generation + 1, etag = null, remote_updated = null, dirty = '{}', is_unclear = false, check_wanted = false,
      conference_state = 'wanted', conference_tries = 0, push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null
  where s.meeting_id = p_meeting_id;
end
$function$;
comment on function public.note_event_gone is
  'Notes that the event of a meeting is gone; booked again, it is another event. Called by record_meeting_answer, adopt_calendar_event and merge_calendar_event.';
revoke all on function public.note_event_gone from public;
alter function public.note_event_gone owner to app_definer;
