create or replace function public.calendar_time(p_instant timestamptz, p_zone text)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select jsonb_build_object(
    'dateTime', to_char(p_instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'timeZone', p_zone
  )
$function$;
comment on function public.calendar_time is
  'An instant as Google Calendar writes it.';
revoke all on function public.calendar_time from public;
grant execute on function public.calendar_time to app_definer;
