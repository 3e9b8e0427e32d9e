-- The zone that a location means. users.location is free text in the reference, so it counts only when it is the name of a zone; PostgreSQL
-- itself would also take 'EST' or 'FOO+5'.
create or replace function public.zone_of(p_location text)
  returns varchar
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_zone text;
begin
  select z.name into v_zone from public.time_zones z where z.name = p_location;
  return coalesce(v_zone, public.text_setting('default_timezone'), 'UTC');
end
$function$;
comment on function public.zone_of is
  'The IANA zone of a location: itself when it names a zone, else system_config default_timezone. Called by get_user_timezone and require_today.';
revoke all on function public.zone_of from public;
grant execute on function public.zone_of to app_definer, app_user;
