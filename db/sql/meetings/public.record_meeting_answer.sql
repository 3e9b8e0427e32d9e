-- An id that is taken is ours, from an insert whose answer was lost, or that of an event that was deleted: what it is, is looked at. A version
-- that has changed is looked at, merged, and written again, a few times.
create or replace function public.record_meeting_answer(p_sync public.calendar_sync, p_class text, p_answer jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting_id uuid := ((p_sync).request ->> 'meeting_id')::uuid;
  v_kind text := (p_sync).request ->> 'kind';
  v_state public.calendar_meeting_sync;
  -- Some calendars allow no video meetings, which only a refusal tells.
  v_no_conference boolean := p_class = 'refused' and coalesce(p_answer ->> 'message' ~* 'conference', false);
begin
  perform 1 from public.calendar_meetings m where m.id = v_meeting_id for no key update;
  select s.* into v_state from public.calendar_meeting_sync s where s.meeting_id = v_meeting_id for no key update;
  if not found then
    return;
  end if;
  if p_class = 'ok' and v_kind = 'delete' or p_class = 'gone' and v_kind = 'delete' then
    perform public.note_event_gone(v_meeting_id, p_now);
  elsif p_class = 'ok' and v_kind = 'get' then
    perform public.adopt_calendar_event(v_meeting_id, p_sync, p_answer -> 'body', p_now);
  elsif p_class = 'ok' then
    perform public.note_event_written(v_meeting_id, p_sync, p_answer -> 'body', p_now);
  elsif p_class = 'gone' and v_kind = 'get' and v_state.etag is null then
    -- It never arrived.
    update public.calendar_meeting_sync s set is_unclear = false, check_wanted = false, next_try_at = p_now where s.meeting_id = v_meeting_id;
  elsif p_class = 'gone' and v_kind in ('get', 'patch') then
    perform public.merge_calendar_event(v_meeting_id, '{"status": "cancelled"}', p_now);
  elsif v_kind in ('insert', 'patch') and (p_class in ('taken', 'changed') or v_no_conference) and v_state.tries < 5 then
    perform public.doubt_calendar_request((p_sync).request || '{"kind": "not done"}', p_now);
    update public.calendar_meeting_sync s
    set is_unclear = s.is_unclear or p_class = 'taken',
        check_wanted = s.check_wanted or p_class = 'changed',
        conference_state = case when v_no_conference then 'none' else s.conference_state end,
        next_try_at = p_now
    where s.meeting_id = v_meeting_id;
  else
    update public.calendar_meeting_sync s
    set push_state = 'failed',
        dirty = array(
          select distinct f.field
          from unnest(s.dirty || array(select jsonb_array_elements_text(coalesce((p_sync).request -> 'fields', '[]')))) as f (field)
          order by 1
        ),
        last_error = left(concat_ws(' ', p_answer ->> 'status', p_answer ->> 'reason'), 500)
    where s.meeting_id = v_meeting_id;
  end if;
  insert into public.ui_events (user_id, topic) values ((p_sync).user_id, 'meetings');
end
$function$;
comment on function public.record_meeting_answer is
  'Notes what the calendar answered about a meeting. Called by record_calendar_answer.';
revoke all on function public.record_meeting_answer from public;
alter function public.record_meeting_answer owner to app_definer;
