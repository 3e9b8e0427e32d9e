-- Tells open tabs which calls have a new or another analysis.
create or replace function public.publish_leads()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'leads', n.call_id
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_leads is
  'Trigger of lead_analytics: writes a live event for each call with a new or changed analysis.';
revoke all on function public.publish_leads from public;
alter function public.publish_leads owner to app_definer;
