create or replace function public.require_meeting(
  p_meeting_time timestamptz,
  p_minutes integer,
  p_now timestamptz
)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- A few minutes are forgiven: the person needs them to press the button.
  if p_meeting_time not between p_now - interval '5 minutes' and p_now + interval '5 years' then
    raise sqlstate 'VC400' using
      message = 'meeting_time_invalid',
      detail = format('%s, now is %s', p_meeting_time, p_now),
      hint = 'A meeting begins now or within the next five years.';
  end if;
  if p_minutes is null or p_minutes not between 5 and 1440 then
    raise sqlstate 'VC400' using
      message = 'meeting_length_invalid',
      detail = format('%s minutes', p_minutes),
      hint = 'A meeting takes from 5 minutes to a day.';
  end if;
end
$function$;
comment on function public.require_meeting is
  'Nothing, if a meeting may be at that time for that long. Called by book_meeting and move_meeting. Raises meeting_time_invalid, meeting_length_invalid.';
revoke all on function public.require_meeting from public;
grant execute on function public.require_meeting to app_definer;
