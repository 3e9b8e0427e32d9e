-- A new channel is opened before the old one is stopped: between them nothing may be lost.
create or replace function public.channel_request(p_sync public.calendar_sync, p_now timestamptz)
  returns jsonb
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_sync).old_channel_id is not null then
    return jsonb_build_object('kind', 'stop', 'channel_id', (p_sync).old_channel_id, 'resource_id', (p_sync).old_channel_resource_id);
  elsif (p_sync).next_watch_at <= p_now then
    return jsonb_build_object('kind', 'watch', 'channel_id', gen_random_uuid());
  end if;
  return null;
end
$function$;
comment on function public.channel_request is
  'What is to be done about the channel by which changes are told, as an object; null when nothing is. Called by next_calendar_request.';
revoke all on function public.channel_request from public;
grant execute on function public.channel_request to app_definer;
