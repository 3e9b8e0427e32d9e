-- Whatever puts a due item into the queue (insert, retry, promotion, void), its lane must be looked at again, and open
-- tabs learn that the people who wait have changed. Items that the claim takes show as lines, which are told anyway.
-- Both in one look at the rows, because the claim passes here with every batch.
create or replace function public.announce_queue_items()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lanes bigint[];
  v_users uuid[];
begin
  select array_agg(distinct n.lane_id) filter (where n.status = 'pending' and n.due), array_agg(distinct n.user_id)
  into v_lanes, v_users
  from new_rows n
  where n.status <> 'processing';
  if v_lanes is not null then
    perform public.wake_lanes(v_lanes);
  end if;
  if v_users is not null then
    insert into public.ui_events (user_id, topic)
    select u.user_id, 'queue'
    from unnest(v_users) as u (user_id);
  end if;
  return null;
end
$function$;
comment on function public.announce_queue_items is
  'Wakes the lanes of items that have become claimable and writes one live event for each tenant whose waiting people have changed.';
revoke all on function public.announce_queue_items from public;
alter function public.announce_queue_items owner to app_definer;
