create or replace function public.meeting_conflict(p_user_id uuid, p_meeting_time timestamptz, p_minutes integer, p_except uuid)
  returns text
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select x.what
  from (
    select m.title::text as what, m.meeting_time as starts_at, m.id::text as key
    from public.calendar_meetings m
    where m.user_id = p_user_id
      and m.status in ('scheduled', 'rescheduled')
      and m.id is distinct from p_except
      -- A meeting is a day long at most, so the index can be used from there on.
      and m.meeting_time > p_meeting_time - interval '1 day'
      and m.meeting_time < p_meeting_time + p_minutes * interval '1 minute'
      and m.meeting_time + m.duration_minutes * interval '1 minute' > p_meeting_time
    union all
    select 'something in the calendar', b.starts_at, b.event_id
    from public.calendar_busy b
    where b.user_id = p_user_id
      and b.starts_at < p_meeting_time + p_minutes * interval '1 minute'
      and b.ends_at > p_meeting_time
  ) x
  order by x.starts_at, x.key
  limit 1
$function$;
comment on function public.meeting_conflict is
  'What of a tenant is at the same time, in words, the earliest; null when nothing is. Called by api.meetings, book_meeting and move_meeting.';
revoke all on function public.meeting_conflict from public;
grant execute on function public.meeting_conflict to app_user, app_definer;
