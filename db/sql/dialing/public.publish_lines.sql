-- Tells open tabs that lines were taken.
create or replace function public.publish_lines()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'lines'
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_lines is
  'Writes one live event for each tenant whose lines have changed.';
revoke all on function public.publish_lines from public;
alter function public.publish_lines owner to app_definer;
