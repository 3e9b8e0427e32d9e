create or replace function api.get_meeting(p_meeting_id uuid)
  returns api.meetings
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting api.meetings;
begin
  perform public.require_user();
  select m.* into v_meeting from api.meetings m where m.id = p_meeting_id;
  if v_meeting.id is null then
    raise sqlstate 'VC404' using
      message = 'meeting_not_found',
      detail = format('meeting %s', p_meeting_id),
      hint = 'This meeting no longer exists.';
  end if;
  return v_meeting;
end
$function$;
comment on function api.get_meeting is
  'One meeting. Raises not_signed_in, meeting_not_found.';
revoke all on function api.get_meeting from public;
grant execute on function api.get_meeting to app_user;
