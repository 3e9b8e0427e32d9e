create or replace function public.calendar_event(p_meeting public.calendar_meetings, p_fields text[])
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select jsonb_strip_nulls(jsonb_build_object(
    'start', case when 'time' = any (p_fields) then public.calendar_time((p_meeting).meeting_time, (p_meeting).timezone) end,
    'end', case when 'time' = any (p_fields) then public.calendar_time(
      (p_meeting).meeting_time + (p_meeting).duration_minutes * interval '1 minute', (p_meeting).timezone
    ) end
  ))
  || case when 'title' = any (p_fields) then jsonb_build_object('summary', (p_meeting).title) else '{}' end
  || case when 'description' = any (p_fields) then jsonb_build_object('description', coalesce((p_meeting).description, '')) else '{}' end
  || case when 'location' = any (p_fields) then jsonb_build_object('location', coalesce((p_meeting).location, '')) else '{}' end
  || case when 'attendee' = any (p_fields) then jsonb_build_object(
    'attendees', case when (p_meeting).attendee_email is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object('email', (p_meeting).attendee_email)) end
  ) else '{}' end
$function$;
comment on function public.calendar_event is
  'Those fields of a meeting as an event of Google Calendar.';
revoke all on function public.calendar_event from public;
grant execute on function public.calendar_event to app_definer;
