create or replace function public.local_instant(p_date date, p_time time, p_zone text)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_instant timestamptz;
begin
  if p_date is null or p_time is null or p_date not between '1970-01-01' and '2200-01-01' then
    raise sqlstate 'VC400' using
      message = 'local_time_invalid',
      detail = format('%s %s', p_date, p_time),
      hint = 'Say on which day and at what time.';
  end if;
  if not exists (select from public.time_zones z where z.name = p_zone) then
    raise sqlstate 'VC400' using
      message = 'timezone_unknown',
      detail = format('zone %s', p_zone),
      hint = 'Choose a time zone from the list, such as Europe/London.';
  end if;
  v_instant := (p_date + p_time) at time zone p_zone;
  if v_instant at time zone p_zone <> p_date + p_time then
    raise sqlstate 'VC400' using
      message = 'local_time_skipped',
      detail = format('%s %s in %s', p_date, p_time, p_zone),
      hint = 'There is no such time on that day: the clocks are put forward. Choose another one.';
  end if;
  return v_instant;
end
$function$;
comment on function public.local_instant is
  'The instant of a day and time in a zone; of a time that comes twice, when clocks are put back, the later one. Raises local_time_invalid, timezone_unknown, local_time_skipped.';
revoke all on function public.local_instant from public;
grant execute on function public.local_instant to app_definer;
