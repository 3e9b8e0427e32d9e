create or replace function api.get_notification_preferences()
  returns api.notification_preferences
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_preferences api.notification_preferences;
begin
  perform public.require_user();
  select p.* into v_preferences from api.notification_preferences p;
  return v_preferences;
end
$function$;
comment on function api.get_notification_preferences is
  'How the signed-in tenant wants to be told. Raises not_signed_in.';
revoke all on function api.get_notification_preferences from public;
grant execute on function api.get_notification_preferences to app_user;
