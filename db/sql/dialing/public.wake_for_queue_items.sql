-- Whatever puts a due item into the queue, its lane must be looked at: insert, retry, promotion, void.
create or replace function public.wake_for_queue_items()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lanes bigint[];
begin
  select array_agg(distinct n.lane_id)
  into v_lanes
  from new_rows n
  where n.status = 'pending'
    and n.due;
  if v_lanes is not null then
    perform public.wake_lanes(v_lanes);
  end if;
  return null;
end
$function$;
comment on function public.wake_for_queue_items is
  'Wakes the lanes of items that have become claimable.';
revoke all on function public.wake_for_queue_items from public;
alter function public.wake_for_queue_items owner to app_definer;
