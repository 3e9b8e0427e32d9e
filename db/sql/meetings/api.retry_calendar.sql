create or replace function api.retry_calendar(p_now timestamptz default now())
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
  select a.id into v_id from public.provider_accounts a where a.user_id = v_user_id and a.provider = 'google' and a.status = 'connected';
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'calendar_not_connected',
      hint = 'No calendar is connected.';
  end if;
  update public.calendar_sync s set next_pull_at = p_now, not_before = least(s.not_before, p_now + interval '5 seconds') where s.account_id = v_id;
  update public.calendar_meeting_sync m
  set push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null
  where m.account_id = v_id and m.push_state = 'failed';
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
end
$function$;
comment on function api.retry_calendar is
  'Has the calendar read, and meetings that it refused written again, now. Raises not_signed_in, calendar_not_connected.';
revoke all on function api.retry_calendar from public;
grant execute on function api.retry_calendar to app_user;
alter function api.retry_calendar owner to app_definer;
