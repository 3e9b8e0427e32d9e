-- Who wins when both sides have changed: about time, length, cancellation and answers the calendar, because people are invited by it; about
-- title, description, place and guest whoever changed it here, until it is written. The version that our own writing made is no news, and an
-- older one neither.
create or replace function public.merge_calendar_event(p_meeting_id uuid, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_old public.calendar_meetings;
  v_state public.calendar_meeting_sync;
  v_cancelled boolean;
  v_zone text;
  v_starts_at timestamptz;
  v_minutes integer;
  v_moved boolean;
begin
  select m.* into v_old from public.calendar_meetings m where m.id = p_meeting_id for no key update;
  select s.* into v_state from public.calendar_meeting_sync s where s.meeting_id = p_meeting_id for no key update;
  if p_event ->> 'etag' = v_state.etag or public.safe_timestamptz(p_event ->> 'updated') < v_state.remote_updated then
    return;
  end if;
  if p_event ->> 'status' = 'cancelled' then
    update public.calendar_meetings m
    set status = 'cancelled'
    where m.id = p_meeting_id and m.status in ('scheduled', 'rescheduled');
    v_cancelled := found;
    perform public.note_event_gone(p_meeting_id, p_now);
    if v_cancelled then
      perform public.tell_meeting_changed(v_old, 'It was cancelled in the calendar.', p_now);
    end if;
    return;
  end if;

  v_zone := coalesce((select z.name from public.time_zones z where z.name = p_event -> 'start' ->> 'timeZone'), v_old.timezone);
  v_starts_at := coalesce(public.calendar_instant(p_event -> 'start', v_zone), v_old.meeting_time);
  v_minutes := extract(epoch from coalesce(public.calendar_instant(p_event -> 'end', v_zone), v_starts_at) - v_starts_at)::integer / 60;
  v_minutes := case when v_minutes between 1 and 1440 then v_minutes else v_old.duration_minutes end;
  v_moved := (v_starts_at, v_minutes) is distinct from (v_old.meeting_time, v_old.duration_minutes);
  update public.calendar_meetings m
  set meeting_time = v_starts_at,
      duration_minutes = v_minutes,
      timezone = v_zone,
      status = case
        when v_moved and (m.status = 'scheduled' or m.status = 'completed' and v_starts_at > p_now) then 'rescheduled'
        else m.status
      end,
      title = case when 'title' = any (v_state.dirty) then m.title else coalesce(public.one_line(p_event ->> 'summary', 500), m.title) end,
      description = case when 'description' = any (v_state.dirty) then m.description else nullif(left(p_event ->> 'description', 8000), '') end,
      location = case when 'location' = any (v_state.dirty) then m.location else public.one_line(p_event ->> 'location', 500) end,
      attendee_email = case
        when 'attendee' = any (v_state.dirty) then m.attendee_email
        else coalesce(public.mail_address(p_event -> 'attendees' -> 0 ->> 'email'), case when p_event ? 'attendees' then m.attendee_email end)
      end
  where m.id = p_meeting_id;
  update public.calendar_meeting_sync s
  set etag = p_event ->> 'etag',
      remote_updated = public.safe_timestamptz(p_event ->> 'updated'),
      dirty = array_remove(s.dirty, 'time'),
      push_state = 'waiting',
      next_try_at = p_now
  where s.meeting_id = p_meeting_id;
  if v_moved and v_old.status in ('scheduled', 'rescheduled') then
    perform public.tell_meeting_changed(v_old, format(
      'It was moved in the calendar to %s (%s).%s%s', to_char(v_starts_at at time zone v_zone, 'FMDay, FMDD FMMonth YYYY, HH24:MI'), v_zone,
      case when p_event -> 'start' ? 'date' then ' It is a whole day there.' else '' end,
      case when 'time' = any (v_state.dirty) then ' The time that you had chosen here was given up for it.' else '' end
    ), p_now);
  end if;
  if p_event -> 'attendees' -> 0 ->> 'responseStatus' = 'declined' then
    perform public.tell_meeting_changed(v_old, format('%s has declined.', p_event -> 'attendees' -> 0 ->> 'email'), p_now);
  end if;
end
$function$;
comment on function public.merge_calendar_event is
  'Brings a meeting to what the calendar says, where it wins, and leaves to be written there what wins here. Called by record_pull_answer, record_meeting_answer and adopt_calendar_event.';
revoke all on function public.merge_calendar_event from public;
alter function public.merge_calendar_event owner to app_definer;
