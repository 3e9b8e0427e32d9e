-- Only names that we have given lead to a meeting: a guest's copy of an event carries the organiser's name, and two tenants may be invited to
-- one event.
create or replace function public.note_calendar_event(p_sync public.calendar_sync, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id text;
  v_meeting_id uuid;
  v_zone text;
  v_starts_at timestamptz;
  v_ends_at timestamptz;
begin
  v_id := p_event ->> 'id';
  if v_id ~ '^cg[0-9a-f]{32}v[0-9]{1,9}$' then
    update public.calendar_meeting_sync s
    set seen_pull_id = (p_sync).pull_id
    where s.user_id = (p_sync).user_id and s.meeting_id = substr(v_id, 3, 32)::uuid and s.account_id = (p_sync).account_id
      and public.calendar_event_id(s.meeting_id, s.generation) = v_id
      and s.etag is not null
    returning s.meeting_id into v_meeting_id;
    if v_meeting_id is not null then
      perform public.merge_calendar_event(v_meeting_id, p_event, p_now);
    end if;
    return;
  end if;
  v_zone := public.get_user_timezone((p_sync).user_id);
  v_starts_at := public.calendar_instant(p_event -> 'start', v_zone);
  v_ends_at := public.calendar_instant(p_event -> 'end', v_zone);
  if p_event ->> 'status' = 'cancelled' or p_event ->> 'transparency' = 'transparent' or v_starts_at is null or v_ends_at is null
    or v_ends_at <= v_starts_at or v_ends_at < p_now - interval '1 day' or v_starts_at > p_now + interval '400 days'
    or exists (
      select from jsonb_array_elements(coalesce(p_event -> 'attendees', '[]')) a (attendee)
      where a.attendee ->> 'self' = 'true' and a.attendee ->> 'responseStatus' = 'declined'
    ) then
    delete from public.calendar_busy b where b.account_id = (p_sync).account_id and b.event_id = left(v_id, 255);
  else
    insert into public.calendar_busy as b (account_id, user_id, event_id, starts_at, ends_at, pull_id)
    values ((p_sync).account_id, (p_sync).user_id, left(v_id, 255), v_starts_at, v_ends_at, (p_sync).pull_id)
    on conflict (account_id, event_id, user_id) do update
    set starts_at = excluded.starts_at, ends_at = excluded.ends_at, pull_id = excluded.pull_id;
  end if;
end
$function$;
comment on function public.note_calendar_event is
  'Takes note of one event of a calendar: of a meeting of ours, or of times when the tenant is busy. Called by record_pull_answer.';
revoke all on function public.note_calendar_event from public;
alter function public.note_calendar_event owner to app_definer;
