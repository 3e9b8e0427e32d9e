-- The net under the waking protocol: finds parked lanes and tenants with claimable work and wakes them. Runs every 30
-- seconds; it should find nothing (wake_tenants, heed_wakes), and what it finds is counted.
create or replace function public.dispatch_sweep(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
declare
  v_lanes bigint[];
begin
  select array_agg(l.id)
  into v_lanes
  from public.dispatch_lanes l
  join public.tenant_dispatch t on t.user_id = l.user_id
  join public.users u on u.id = l.user_id
  where l.open
    and l.closes_at > p_now
    and (not l.ready or not t.ready or (l.call_type = 'direct' and not t.direct_ready))
    and exists (select from public.call_queue q where q.lane_id = l.id and q.status = 'pending' and q.due)
    and u.is_active
    and coalesce(t.max_concurrent_calls, public.setting('dial.tenant_max_concurrent'))
      > public.get_user_active_calls_count(u.id)
    and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
      >= public.hold_for_call(u.id);
  if v_lanes is null then
    return 0;
  end if;
  perform public.wake_lanes(v_lanes);
  return cardinality(v_lanes);
end
$function$;
comment on function public.dispatch_sweep is
  'Wakes parked lanes and tenants that have claimable work; returns how many lanes, normally 0. Called every 30 seconds.';
revoke all on function public.dispatch_sweep from public;
grant execute on function public.dispatch_sweep to app_worker;
alter function public.dispatch_sweep owner to app_definer;
