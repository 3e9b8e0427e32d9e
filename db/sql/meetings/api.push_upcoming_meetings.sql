create or replace function api.push_upcoming_meetings(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_pushed integer;
begin
  if not exists (select from public.provider_accounts a where a.user_id = v_user_id and a.provider = 'google' and a.status = 'connected') then
    raise sqlstate 'VC409' using
      message = 'calendar_not_connected',
      hint = 'No calendar is connected.';
  end if;
  perform public.push_meeting(m.id, '{}', p_now)
  from public.calendar_meetings m
  where m.user_id = v_user_id and m.status in ('scheduled', 'rescheduled') and m.meeting_time > p_now
    and not exists (select from public.calendar_meeting_sync x where x.meeting_id = m.id)
  order by m.id;
  get diagnostics v_pushed = row_count;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  return v_pushed;
end
$function$;
comment on function api.push_upcoming_meetings is
  'Has the meetings to come that were booked before the calendar was connected written to it; returns how many. Their guests are invited. Raises not_signed_in, calendar_not_connected.
@notNull';
revoke all on function api.push_upcoming_meetings from public;
grant execute on function api.push_upcoming_meetings to app_user;
alter function api.push_upcoming_meetings owner to app_definer;
