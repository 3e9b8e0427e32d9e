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

  update public.dispatch_lanes l
  set ready = true
  where l.id = any (array(
    select x.id
    from public.dispatch_lanes x
    where x.id = any (p_lane_ids)
      and not x.ready
    for no key update skip locked
  ));

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
