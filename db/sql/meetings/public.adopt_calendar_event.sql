create or replace function public.adopt_calendar_event(p_meeting_id uuid, p_sync public.calendar_sync, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_state public.calendar_meeting_sync;
begin
  select s.* into v_state from public.calendar_meeting_sync s where s.meeting_id = p_meeting_id;
  if v_state.etag is null and (
    p_event ->> 'status' = 'cancelled'
    or p_event -> 'extendedProperties' -> 'private' ->> 'callgres_meeting_id' is distinct from p_meeting_id::text
  ) then
    -- The name is used up, by an event that was deleted or by one of somebody else.
    perform public.note_event_gone(p_meeting_id, p_now);
  elsif v_state.etag is null then
    -- The insert whose answer was lost: it wrote what is here, unless something was changed since, and that is dirty.
    perform public.note_event_written(p_meeting_id, p_sync, p_event, p_now);
  else
    perform public.merge_calendar_event(p_meeting_id, p_event, p_now);
    if p_event ->> 'status' is distinct from 'cancelled' then
      perform public.note_event_written(p_meeting_id, p_sync, p_event, p_now);
    end if;
  end if;
end
$function$;
comment on function public.adopt_calendar_event is
  'Takes note of an event that was looked at: found after an insert whose answer was lost, or with changes of the other side. Called by record_meeting_answer.';
revoke all on function public.adopt_calendar_event from public;
alter function public.adopt_calendar_event owner to app_definer;
