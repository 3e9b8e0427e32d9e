create or replace function public.refuse_meeting_conflict(p_user_id uuid, p_meeting_time timestamptz, p_minutes integer, p_except uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_what text := public.meeting_conflict(p_user_id, p_meeting_time, p_minutes, p_except);
begin
  if v_what is not null then
    raise sqlstate 'VC409' using
      message = 'meeting_conflict',
      detail = left(v_what, 200),
      hint = 'Something else is at that time. Choose another one, or book it all the same.';
  end if;
end
$function$;
comment on function public.refuse_meeting_conflict is
  'Nothing, if nothing else of the tenant is at that time. Called by book_meeting and move_meeting, under lock_calendar. Raises meeting_conflict.';
revoke all on function public.refuse_meeting_conflict from public;
grant execute on function public.refuse_meeting_conflict to app_definer;
