-- Tells the dispatcher that lanes have due items. The race and its answer are those of wake_tenants.
create or replace function public.wake_lanes(p_lane_ids bigint[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
  v_direct uuid[];
begin
  perform 1
  from public.dispatch_lanes l
  where l.id = any (p_lane_ids)
  for key share;

  with parked as materialized (
    select x.id
    from public.dispatch_lanes x
    where x.id = any (p_lane_ids)
      and not x.ready
  ),
  raised as (
    update public.dispatch_lanes l
    set ready = true
    where l.id = any (array(
      select x.id
      from public.dispatch_lanes x
      where x.id = any (p_lane_ids)
        and not x.ready
      for no key update skip locked
    ))
    returning l.id
  )
  insert into public.dispatch_wakes (lane_id)
  select p.id
  from parked p
  where p.id not in (select r.id from raised r);

  select array_agg(distinct l.user_id), array_agg(distinct l.user_id) filter (where l.call_type = 'direct')
  into v_users, v_direct
  from public.dispatch_lanes l
  where l.id = any (p_lane_ids)
    and l.open;
  if v_users is not null then
    perform public.wake_tenants(v_users, coalesce(v_direct, '{}'));
  end if;
end
$function$;
comment on function public.wake_lanes is
  'Marks lanes as having due items and wakes the tenants of the open ones. Called by the trigger of call_queue and when a lane opens.';
revoke all on function public.wake_lanes from public;
alter function public.wake_lanes owner to app_definer;
