create or replace function public.require_period(p_from date, p_to date)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_from is null or p_to is null or not isfinite(p_from) or not isfinite(p_to) or p_from not between p_to - interval '366 days' and p_to then
    raise sqlstate 'VC400' using
      message = 'period_invalid',
      detail = format('from %s to %s', p_from, p_to),
      hint = 'Choose a first day that is not after the last, and at most 367 days.';
  end if;
end
$function$;
comment on function public.require_period is
  'Nothing when the days are a period that a dashboard may ask for. Called by the functions behind dashboards. Raises period_invalid.';
revoke all on function public.require_period from public;
grant execute on function public.require_period to app_user;
