create or replace function api.change_meeting(
  p_meeting_id uuid,
  p_title text default null,
  p_description text default null,
  p_location text default null,
  p_attendee_email text default null,
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
  v_old public.calendar_meetings;
  v_new public.calendar_meetings;
  v_fields text[];
begin
  v_old := public.lock_own_meeting(p_meeting_id, v_user_id);
  perform public.require_meeting_text(coalesce(p_title, v_old.title), p_description, p_location, p_attendee_email);
  update public.calendar_meetings m
  set title = coalesce(btrim(p_title), m.title),
      description = case when p_description is null then m.description else nullif(btrim(p_description), '') end,
      location = case when p_location is null then m.location else nullif(btrim(p_location), '') end,
      attendee_email = case when p_attendee_email is null then m.attendee_email else nullif(btrim(p_attendee_email), '') end
  where m.id = p_meeting_id
  returning m.* into v_new;
  v_fields := array_remove(array[
    case when v_new.title is distinct from v_old.title then 'title' end,
    case when v_new.description is distinct from v_old.description then 'description' end,
    case when v_new.location is distinct from v_old.location then 'location' end,
    case when v_new.attendee_email is distinct from v_old.attendee_email then 'attendee' end
  ], null);
  if v_fields <> '{}' then
    perform public.push_meeting(p_meeting_id, v_fields, p_now);
  end if;
  return public.told_meeting(p_meeting_id);
end
$function$;
comment on function api.change_meeting is
  'Changes the words of a meeting and returns it; null leaves one as it is, an empty one takes it away. Raises not_signed_in, meeting_not_found, meeting_text_invalid, attendee_email_invalid.';
revoke all on function api.change_meeting from public;
grant execute on function api.change_meeting to app_user;
alter function api.change_meeting owner to app_definer;
