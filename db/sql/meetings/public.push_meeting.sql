create or replace function public.push_meeting(p_meeting_id uuid, p_fields text[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.calendar_meeting_sync as s (meeting_id, user_id, account_id, push_state, next_try_at)
  select m.id, m.user_id, a.id, 'waiting', p_now
  from public.calendar_meetings m
  join public.provider_accounts a on a.user_id = m.user_id and a.provider = 'google' and a.status in ('connected', 'reconnect')
  where m.id = p_meeting_id
  on conflict (meeting_id, user_id) do update
  set dirty = array(select distinct f.field from unnest(s.dirty || p_fields) as f (field) order by 1),
      push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null;
  if found then
    perform public.add_job('calendar__sync', '{}', 'calendar__sync');
  end if;
end
$function$;
comment on function public.push_meeting is
  'Has a new or changed meeting written to the connected calendar, if there is one; fields as in calendar_meeting_sync.dirty. Called by everything that changes a meeting for a person.';
revoke all on function public.push_meeting from public;
alter function public.push_meeting owner to app_definer;
