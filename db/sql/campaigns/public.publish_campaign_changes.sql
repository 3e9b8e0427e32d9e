create or replace function public.publish_campaign_changes()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'campaigns', n.id
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_campaign_changes is
  'Writes one live event for each changed campaign.';
revoke all on function public.publish_campaign_changes from public;
alter function public.publish_campaign_changes owner to app_definer;
