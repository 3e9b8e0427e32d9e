create or replace function public.newest_ui_event_id()
  returns bigint
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(max(e.id), 0) from public.ui_events e
$function$;
comment on function public.newest_ui_event_id is
  'Id of the newest live event of all tenants, 0 when there is none. A number, no data.';
revoke all on function public.newest_ui_event_id from public;
grant execute on function public.newest_ui_event_id to app_user;
alter function public.newest_ui_event_id owner to app_definer;
