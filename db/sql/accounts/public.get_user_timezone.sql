-- The zone in which a tenant's days and hours are cut.
--
-- Runs as its caller: functions of ours see every tenant, a person only the own one, and learns the default of the
-- installation about all others.
create or replace function public.get_user_timezone(p_user_id uuid)
  returns varchar
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_location text;
begin
  select u.location into v_location from public.users u where u.id = p_user_id;
  return public.zone_of(v_location);
end
$function$;
comment on function public.get_user_timezone is
  'The IANA zone of a tenant: users.location when it names a zone, else system_config default_timezone.';
revoke all on function public.get_user_timezone from public;
grant execute on function public.get_user_timezone to app_definer, app_user;
