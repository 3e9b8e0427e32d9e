create or replace function public.lock_own_meeting(p_meeting_id uuid, p_user_id uuid)
  returns public.calendar_meetings
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting public.calendar_meetings;
begin
  select m.* into v_meeting from public.calendar_meetings m where m.id = p_meeting_id and m.user_id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'meeting_not_found',
      detail = format('meeting %s', p_meeting_id),
      hint = 'This meeting no longer exists.';
  end if;
  return v_meeting;
end
$function$;
comment on function public.lock_own_meeting is
  'Locks a tenant''s meeting and returns it. Called by the functions that change one. Raises meeting_not_found.';
revoke all on function public.lock_own_meeting from public;
grant execute on function public.lock_own_meeting to app_definer;
