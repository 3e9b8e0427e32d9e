create or replace function api.begin_calendar_connection(p_state_hash text, p_browser_hash text, p_ip_address inet, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_oauth_login(p_state_hash, p_browser_hash, 'google_calendar', public.require_user(), p_ip_address, p_now);
end
$function$;
comment on function api.begin_calendar_connection is
  'Notes that the signed-in person goes to Google to let us into a calendar. Raises not_signed_in, too_many_oauth_logins.';
revoke all on function api.begin_calendar_connection from public;
grant execute on function api.begin_calendar_connection to app_user;
alter function api.begin_calendar_connection owner to app_definer;
