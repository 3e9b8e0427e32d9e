-- Tells open tabs which calls have changed in what a page shows, one line for each call, and that their campaigns have.
create or replace function public.publish_call_changes()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'calls', n.id
  from new_rows n
  join old_rows o on o.id = n.id
  where (n.status, n.provider_status, n.ended_at, n.confirmed_at, n.duration_seconds, n.credits, n.transcript, n.summary)
    is distinct from
    (o.status, o.provider_status, o.ended_at, o.confirmed_at, o.duration_seconds, o.credits, o.transcript, o.summary)
  union all
  select distinct n.user_id, 'campaigns', n.campaign_id
  from new_rows n
  join old_rows o on o.id = n.id
  where n.campaign_id is not null
    and n.confirmed_at is not null
    and o.confirmed_at is null;
  return null;
end
$function$;
comment on function public.publish_call_changes is
  'Writes a live event for each changed call, and one for each campaign that gained a confirmed call.';
revoke all on function public.publish_call_changes from public;
alter function public.publish_call_changes owner to app_definer;
