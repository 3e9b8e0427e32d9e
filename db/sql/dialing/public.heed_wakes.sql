-- Does for wakers what they could not: the row was held by another waker, which may have changed its mind since. One
-- that is still held gets a new note. Only the claimer calls it, under its lock.
create or replace function public.heed_wakes()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lanes bigint[];
  v_users uuid[];
  v_direct uuid[];
begin
  with heeded as (
    delete from public.dispatch_wakes w
    returning w.lane_id, w.pos, w.direct
  )
  select
    array_agg(distinct h.lane_id) filter (where h.lane_id is not null),
    array_agg(distinct t.user_id) filter (where t.user_id is not null),
    array_agg(distinct t.user_id) filter (where h.direct)
  into v_lanes, v_users, v_direct
  from heeded h
  left join public.tenant_dispatch t on t.pos = h.pos;

  if v_lanes is not null then
    perform public.wake_lanes(v_lanes);
  end if;
  if v_users is not null then
    perform public.wake_tenants(v_users, coalesce(v_direct, '{}'));
  end if;
end
$function$;
comment on function public.heed_wakes is
  'Wakes the lanes and tenants of dispatch_wakes and empties it. Called by the claim.';
revoke all on function public.heed_wakes from public;
alter function public.heed_wakes owner to app_definer;
