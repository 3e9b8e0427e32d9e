-- Far-off days are slips of the keyboard; days that are past would be overdue at once.
create or replace function public.require_follow_up(p_user_id uuid, p_date date, p_remark text, p_now timestamptz)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_today date := (p_now at time zone public.get_user_timezone(p_user_id))::date;
begin
  if p_date is null or p_date not between v_today and v_today + 1826 then
    raise sqlstate 'VC400' using
      message = 'follow_up_date_invalid',
      detail = format('%s, today is %s', p_date, v_today),
      hint = 'The day of a follow-up is today or one of the next five years.';
  end if;
  if length(p_remark) > 2000 then
    raise sqlstate 'VC400' using
      message = 'remark_too_long',
      detail = format('%s characters', length(p_remark)),
      hint = 'A remark has at most 2000 characters.';
  end if;
end
$function$;
comment on function public.require_follow_up is
  'Nothing, if day and remark of a follow-up are usable; the day is one of the tenant''s zone. Called by create_follow_up and change_follow_up. Raises follow_up_date_invalid, remark_too_long.';
revoke all on function public.require_follow_up from public;
grant execute on function public.require_follow_up to app_definer;
