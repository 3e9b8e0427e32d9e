create or replace function public.tell_campaigns()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'campaign_finished', concat_ws(' ', n.id, extract(epoch from t.finished_at)), left(format('Campaign finished: %s', n.name), 255),
    format('%s of %s people were reached.', n.successful_calls, n.total_contacts), format('/campaigns/%s', n.id),
    jsonb_build_object('campaign_id', n.id), t.finished_at
  from new_rows n
  join old_rows o on o.id = n.id
  cross join lateral (select coalesce(n.completed_at, n.updated_at) as finished_at) t
  where n.status = 'completed' and o.status <> 'completed'
  order by n.user_id, n.id
  on conflict do nothing;
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'campaign_stopped', concat_ws(' ', n.id, extract(epoch from n.stopped_at)), left(format('Campaign stopped itself: %s', n.name), 255),
    format('%s of the last %s calls failed. Look at them before you resume it.', n.stopped_failed, n.stopped_total), format('/campaigns/%s', n.id),
    jsonb_build_object('campaign_id', n.id, 'failed', n.stopped_failed, 'calls', n.stopped_total), n.stopped_at
  from new_rows n
  join old_rows o on o.id = n.id
  where n.status = 'paused' and o.status <> 'paused' and n.stopped_at is not null
  order by n.user_id, n.id
  on conflict do nothing;
  return null;
end
$function$;
comment on function public.tell_campaigns is
  'Trigger of call_campaigns: a message when a campaign has finished, or has stopped itself.';
revoke all on function public.tell_campaigns from public;
alter function public.tell_campaigns owner to app_definer;
