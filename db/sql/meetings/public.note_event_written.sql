-- Video meetings are made asynchronously: pending is looked at again after 1, 2, 4 … 60 seconds, a failure is tried once more under another
-- name. What is waiting and has nothing to say any more, meeting_request marks as done.
create or replace function public.note_event_written(p_meeting_id uuid, p_sync public.calendar_sync, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_meetings m
  set google_event_id = p_event ->> 'id',
      google_calendar_id = left(coalesce(p_event -> 'organizer' ->> 'email', (p_sync).calendar_id), 255),
      google_meet_link = coalesce(p_event ->> 'hangoutLink', m.google_meet_link)
  where m.id = p_meeting_id
    and (m.google_event_id, m.google_meet_link) is distinct from (p_event ->> 'id', coalesce(p_event ->> 'hangoutLink', m.google_meet_link));
  update public.calendar_meeting_sync s
  set etag = p_event ->> 'etag',
      remote_updated = public.safe_timestamptz(p_event ->> 'updated'),
      is_unclear = false,
      check_wanted = false,
      push_state = 'waiting',
      last_error = null,
      conference_state = c.conference_state,
      conference_tries = s.conference_tries + case when c.conference_state = 'wanted' then 1 else 0 end,
      tries = case when c.conference_state = 'pending' then s.tries + 1 else 0 end,
      next_try_at = p_now + case when c.conference_state = 'pending' then least(power(2, s.tries), 60) else 0 end * interval '1 second'
  from (
    select x.tries, x.conference_tries,
      case
        when p_event ->> 'hangoutLink' is not null then 'success'
        when p_event -> 'conferenceData' -> 'createRequest' -> 'status' ->> 'statusCode' = 'pending' and x.tries < 8 then 'pending'
        when x.conference_state in ('wanted', 'pending') and p_event ? 'conferenceData' then case when x.conference_tries < 1 then 'wanted' else 'failure' end
        when x.conference_state in ('wanted', 'pending') then 'none'
        else x.conference_state
      end as conference_state
    from public.calendar_meeting_sync x
    where x.meeting_id = p_meeting_id
  ) c
  where s.meeting_id = p_meeting_id;
end
$function$;
comment on function public.note_event_written is
  'Notes what the calendar says about a meeting after it was written: version, link, and how the video meeting fares. Called by record_meeting_answer and adopt_calendar_event.';
revoke all on function public.note_event_written from public;
alter function public.note_event_written owner to app_definer;
