-- Tells open tabs that waiting people have changed; one line for each tenant and statement. People who are taken by the
-- claim show as lines, which are told anyway.
create or replace function public.publish_queue_changes()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'queue'
  from new_rows n
  where n.status <> 'processing';
  return null;
end
$function$;
comment on function public.publish_queue_changes is
  'Writes one live event for each tenant whose queue has changed.';
revoke all on function public.publish_queue_changes from public;
alter function public.publish_queue_changes owner to app_definer;
