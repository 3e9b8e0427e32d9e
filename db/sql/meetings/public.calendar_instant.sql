create or replace function public.calendar_instant(p_time jsonb, p_zone text)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return case
    when p_time ? 'dateTime' then public.safe_timestamptz(p_time ->> 'dateTime')
    when p_time ->> 'date' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then (p_time ->> 'date')::date::timestamp at time zone p_zone
  end;
end
$function$;
comment on function public.calendar_instant is
  'The instant of a start or end as Google Calendar writes it; of a whole day its midnight in p_zone; null when it is none.';
revoke all on function public.calendar_instant from public;
grant execute on function public.calendar_instant to app_definer;
