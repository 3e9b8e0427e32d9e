create or replace function api.book_meeting(
  p_contact_id uuid,
  p_date date,
  p_time time,
  p_duration_minutes integer default 30,
  p_title text default null,
  p_description text default null,
  p_location text default null,
  p_attendee_email text default null,
  p_timezone text default null,
  p_call_id uuid default null,
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
  v_zone text := coalesce(nullif(btrim(p_timezone), ''), public.get_user_timezone(v_user_id));
  v_contact public.contacts;
  v_meeting_time timestamptz;
  v_id uuid;
begin
  -- It makes two clicks one meeting, too.
  perform public.lock_calendar(v_user_id);
  select c.*
  into v_contact
  from public.contacts c
  where c.id = p_contact_id and c.user_id = v_user_id and c.deleted_at is null;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  if p_call_id is not null and not exists (select from public.calls k where k.id = p_call_id and k.user_id = v_user_id) then
    raise sqlstate 'VC404' using
      message = 'call_not_found',
      detail = format('call %s', p_call_id),
      hint = 'This call no longer exists.';
  end if;
  v_meeting_time := public.local_instant(p_date, p_time, v_zone);
  perform public.require_meeting(v_meeting_time, p_duration_minutes, p_now);
  perform public.require_meeting_text(nullif(btrim(p_title), ''), p_description, p_location, p_attendee_email);
  select m.id
  into v_id
  from public.calendar_meetings m
  where m.user_id = v_user_id and m.contact_id = p_contact_id and m.meeting_time = v_meeting_time and m.status in ('scheduled', 'rescheduled');
  if v_id is null then
    if p_despite_conflict is not true then
      perform public.refuse_meeting_conflict(v_user_id, v_meeting_time, p_duration_minutes, null);
    end if;
    insert into public.calendar_meetings (
      user_id, call_id, contact_id, meeting_time, duration_minutes, title, description, location, attendee_email, timezone, created_at
    )
    values (
      v_user_id, p_call_id, p_contact_id, v_meeting_time, p_duration_minutes,
      coalesce(nullif(btrim(p_title), ''), left(format('Meeting with %s', v_contact.name), 500)), nullif(btrim(p_description), ''),
      nullif(btrim(p_location), ''), nullif(btrim(coalesce(p_attendee_email, public.mail_address(v_contact.email))), ''), v_zone, p_now
    )
    returning id into v_id;
    perform public.push_meeting(v_id, '{}', p_now);
  end if;
  return public.told_meeting(v_id);
end
$function$;
comment on function api.book_meeting is
  'Books a meeting with a contact at a local time and returns it; one with the same person at the same time is that one. Without a zone the tenant''s counts, without an address the contact''s (an empty one invites nobody). Raises not_signed_in, contact_not_found, call_not_found, local_time_invalid, timezone_unknown, local_time_skipped, meeting_time_invalid, meeting_length_invalid, meeting_text_invalid, attendee_email_invalid, meeting_conflict.';
revoke all on function api.book_meeting from public;
grant execute on function api.book_meeting to app_user;
alter function api.book_meeting owner to app_definer;
