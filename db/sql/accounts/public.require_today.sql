-- The first line of functions whose answer depends on the day. Row security shows the caller's own account and no other, so finding it
-- is the proof of being signed in, and the zone comes with it.
create or replace function public.require_today(p_now timestamptz)
  returns date
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_location text;
begin
  select u.location into v_location from public.users u;
  if not found then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  return (p_now at time zone public.zone_of(v_location))::date;
end
$function$;
comment on function public.require_today is
  'The signed-in user''s local day at an instant. Called by functions behind dashboards. Raises not_signed_in.';
revoke all on function public.require_today from public;
grant execute on function public.require_today to app_user;
