create or replace function api.set_meeting_status(p_meeting_id uuid, p_new_status text, p_now timestamptz default now())
  returns api.meetings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_old public.calendar_meetings;
begin
  v_old := public.lock_own_meeting(p_meeting_id, v_user_id);
  if p_new_status is null or p_new_status not in ('scheduled', 'completed', 'cancelled') then
    raise sqlstate 'VC400' using
      message = 'meeting_status_invalid',
      detail = format('status %s', p_new_status),
      hint = 'A meeting can be cancelled, be said to have been held, or be booked again.';
  end if;
  if v_old.status <> p_new_status and not (p_new_status = 'scheduled' and v_old.status = 'rescheduled') then
    update public.calendar_meetings m set status = p_new_status where m.id = p_meeting_id;
    if p_new_status = 'cancelled' or v_old.status = 'cancelled' then
      perform public.push_meeting(p_meeting_id, '{status}', p_now);
    end if;
  end if;
  return public.told_meeting(p_meeting_id);
end
$function$;
comment on function api.set_meeting_status is
  'Cancels a meeting, says that it was held (completed), or books it again (scheduled), and returns it. Raises not_signed_in, meeting_not_found, meeting_status_invalid, meeting_step_not_allowed.
@words p_new_status calendar_meetings.status';
revoke all on function api.set_meeting_status from public;
grant execute on function api.set_meeting_status to app_user;
alter function api.set_meeting_status owner to app_definer;
