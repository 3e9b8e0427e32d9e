create or replace function public.meeting_request(p_account_id uuid, p_now timestamptz)
  returns jsonb
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_sync public.calendar_meeting_sync;
  v_meeting public.calendar_meetings;
  v_id text;
  v_fields text[];
  v_kind text;
begin
  loop
    select s.*
    into v_sync
    from public.calendar_meeting_sync s
    where s.account_id = p_account_id and s.push_state = 'waiting' and s.next_try_at <= p_now
    order by s.next_try_at, s.meeting_id
    limit 1;
    if not found then
      return null;
    end if;
    -- A person changes the meeting first and its sync row after it: in that order they are locked.
    select m.* into v_meeting from public.calendar_meetings m where m.id = v_sync.meeting_id for no key update;
    select s.* into v_sync from public.calendar_meeting_sync s where s.meeting_id = v_sync.meeting_id for no key update;
    v_id := public.calendar_event_id(v_meeting.id, v_sync.generation);
    v_fields := array_remove(v_sync.dirty, 'status');
    v_kind := case
      when v_sync.is_unclear or v_sync.check_wanted then 'get'
      when v_meeting.status = 'cancelled' then case when v_sync.etag is not null then 'delete' end
      when v_sync.etag is null then case when v_meeting.status <> 'completed' then 'insert' end
      when v_fields <> '{}' or v_sync.conference_state = 'wanted' then 'patch'
      when v_sync.conference_state = 'pending' then 'get'
    end;
    exit when v_kind is not null;
    update public.calendar_meeting_sync s
    set push_state = 'done', dirty = '{}', tries = 0, last_error = null
    where s.meeting_id = v_meeting.id;
  end loop;

  if v_kind = 'insert' then
    v_fields := '{time,title,description,location,attendee}';
  end if;
  if v_kind in ('insert', 'patch') then
    -- What a person changes while the answer is on its way is dirty anew.
    update public.calendar_meeting_sync s set dirty = '{}' where s.meeting_id = v_meeting.id;
  end if;
  return jsonb_build_object('kind', v_kind, 'meeting_id', v_meeting.id, 'event_id', v_id)
    || case v_kind
      when 'insert' then jsonb_build_object(
        'fields', to_jsonb(v_fields),
        'event', public.calendar_event(v_meeting, v_fields) || public.conference_wish(v_sync) || jsonb_build_object(
          'id', v_id, 'extendedProperties', jsonb_build_object('private', jsonb_build_object('callgres_meeting_id', v_meeting.id))
        )
      )
      when 'patch' then jsonb_build_object(
        'fields', to_jsonb(v_fields), 'etag', v_sync.etag, 'event', public.calendar_event(v_meeting, v_fields) || public.conference_wish(v_sync)
      )
      else '{}'
    end;
end
$function$;
comment on function public.meeting_request is
  'The next question about a meeting of an account, as an object; null when none is due. Called by next_calendar_request.';
revoke all on function public.meeting_request from public;
alter function public.meeting_request owner to app_definer;
