create or replace function public.leaving_request(p_sync public.calendar_sync)
  returns jsonb
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return case
    when (p_sync).channel_id is not null then jsonb_build_object('kind', 'stop', 'channel_id', (p_sync).channel_id, 'resource_id', (p_sync).channel_resource_id)
    when (p_sync).old_channel_id is not null then jsonb_build_object('kind', 'stop', 'channel_id', (p_sync).old_channel_id, 'resource_id', (p_sync).old_channel_resource_id)
    else jsonb_build_object('kind', 'revoke')
  end;
end
$function$;
comment on function public.leaving_request is
  'What is left to be given up at a calendar, as an object. Called by next_calendar_request.';
revoke all on function public.leaving_request from public;
grant execute on function public.leaving_request to app_definer;
