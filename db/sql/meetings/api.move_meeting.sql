create or replace function api.move_meeting(
  p_meeting_id uuid,
  p_date date,
  p_time time,
  p_duration_minutes integer default null,
  p_timezone text default null,
  p_despite_conflict boolean default false,
  p_now timestamptz default now()
)
  returns api.meetings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_meeting public.calendar_meetings;
  v_zone text;
  v_minutes integer;
  v_meeting_time timestamptz;
begin
  perform public.lock_calendar(v_user_id);
  v_meeting := public.lock_own_meeting(p_meeting_id, v_user_id);
  v_zone := coalesce(nullif(btrim(p_timezone), ''), v_meeting.timezone);
  v_minutes := coalesce(p_duration_minutes, v_meeting.duration_minutes);
  v_meeting_time := public.local_instant(p_date, p_time, v_zone);
  perform public.require_meeting(v_meeting_time, v_minutes, p_now);
  if (v_meeting_time, v_minutes, v_zone) is distinct from (v_meeting.meeting_time, v_meeting.duration_minutes, v_meeting.timezone::text)
    or v_meeting.status not in ('scheduled', 'rescheduled') then
    if p_despite_conflict is not true then
      perform public.refuse_meeting_conflict(v_user_id, v_meeting_time, v_minutes, p_meeting_id);
    end if;
    update public.calendar_meetings m
    set meeting_time = v_meeting_time, duration_minutes = v_minutes, timezone = v_zone, status = 'rescheduled'
    where m.id = p_meeting_id;
    perform public.push_meeting(p_meeting_id, '{time}', p_now);
  end if;
  return public.told_meeting(p_meeting_id);
end
$function$;
comment on function api.move_meeting is
  'Moves a meeting that is still to happen and returns it; without length or zone those stay. Raises not_signed_in, meeting_not_found, local_time_invalid, timezone_unknown, local_time_skipped, meeting_time_invalid, meeting_length_invalid, meeting_conflict, meeting_step_not_allowed.';
revoke all on function api.move_meeting from public;
grant execute on function api.move_meeting to app_user;
alter function api.move_meeting owner to app_definer;
