create or replace function api.note_calendar_push(p_channel_id uuid, p_resource_id text, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_sync s
  set next_pull_at = p_now
  where s.channel_id = p_channel_id and s.channel_resource_id = p_resource_id
    or s.old_channel_id = p_channel_id and s.old_channel_resource_id = p_resource_id;
  if not found then
    return false;
  end if;
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
  return true;
end
$function$;
comment on function api.note_calendar_push is
  'Has a calendar read because a channel says that it has changed; false when there is no such channel. Called by the webhook, which has checked that the channel is one of ours.
@notNull';
revoke all on function api.note_calendar_push from public;
grant execute on function api.note_calendar_push to app_api;
alter function api.note_calendar_push owner to app_definer;
