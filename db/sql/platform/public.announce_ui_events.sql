-- One NOTIFY for each statement, carrying nothing but an id: a notifying commit takes a lock of the whole
-- database, and no right protects a channel.
create or replace function public.announce_ui_events()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_newest bigint;
begin
  select max(n.id)
  into v_newest
  from new_rows n;
  if v_newest is not null then
    perform pg_notify('ui_events', v_newest::text);
  end if;
  return null;
end
$function$;
comment on function public.announce_ui_events is
  'Wakes the API processes that stream live events.';
revoke all on function public.announce_ui_events from public;
alter function public.announce_ui_events owner to app_definer;
