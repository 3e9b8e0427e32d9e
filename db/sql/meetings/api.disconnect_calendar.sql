create or replace function api.disconnect_calendar(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
begin
  update public.provider_accounts a
  set status = 'leaving', updated_at = p_now
  where a.user_id = v_user_id and a.provider = 'google' and a.status in ('connected', 'reconnect')
  returning a.id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'calendar_not_connected',
      hint = 'No calendar is connected.';
  end if;
  update public.calendar_sync s set not_before = p_now, failures = 0 where s.account_id = v_id;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
end
$function$;
comment on function api.disconnect_calendar is
  'Gives the connected calendar up: its channels and what opens it are handed back, what we know of it is forgotten; meetings and events stay. Raises not_signed_in, calendar_not_connected.';
revoke all on function api.disconnect_calendar from public;
grant execute on function api.disconnect_calendar to app_user;
alter function api.disconnect_calendar owner to app_definer;
