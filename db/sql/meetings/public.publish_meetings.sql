create or replace function public.publish_meetings()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'meetings'
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_meetings is
  'Trigger of calendar_meetings: tells open tabs that meetings have changed.';
revoke all on function public.publish_meetings from public;
alter function public.publish_meetings owner to app_definer;
