-- Tells open tabs of calls that have just come into being.
create or replace function public.publish_new_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'calls', n.id
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_new_calls is
  'Writes a live event for each new call.';
revoke all on function public.publish_new_calls from public;
alter function public.publish_new_calls owner to app_definer;
