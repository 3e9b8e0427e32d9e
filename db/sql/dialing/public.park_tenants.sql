-- Takes tenants that gave nothing out of the ring, and their dry lanes out of the claim's index, so that a full,
-- broke or empty tenant costs the others nothing.
--
-- Only rows that nobody else is waking (FOR UPDATE SKIP LOCKED fails against a waker's share lock), and only
-- after looking again in a new statement. See wake_tenants for the other half of the race.
create or replace function public.park_tenants(p_user_ids uuid[], p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_default_cap integer;
  v_lanes bigint[];
  v_users uuid[];
begin
  if p_user_ids is null or p_user_ids = '{}' then
    return;
  end if;
  v_default_cap := public.setting('dial.tenant_max_concurrent');

  v_lanes := array(
    select l.id
    from public.dispatch_lanes l
    where l.user_id = any (p_user_ids) and l.ready and l.open
    for update skip locked
  );
  update public.dispatch_lanes l
  set ready = false
  where l.id = any (v_lanes)
    -- A scalar look-up, one index probe each: "not exists" is planned as a join with everybody who is due anywhere.
    and (
      select true
      from public.call_queue q
      where q.lane_id = l.id and q.status = 'pending' and q.due
      limit 1
    ) is null;

  v_users := array(
    select t.user_id
    from public.tenant_dispatch t
    where t.user_id = any (p_user_ids) and t.ready
    for update skip locked
  );
  update public.tenant_dispatch t
  set ready = s.ready, direct_ready = s.ready and s.direct
  from (
    select
      u.id,
      u.is_active
        and coalesce(x.max_concurrent_calls, v_default_cap)
          > (select count(*) from public.active_calls a where a.user_id = u.id)
        and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
          >= public.hold_for_call(u.id)
        and exists (
          select from public.dispatch_lanes l
          where l.user_id = u.id and l.ready and l.open and l.closes_at > p_now
        ) as ready,
      exists (
        select from public.dispatch_lanes l
        where l.user_id = u.id and l.ready and l.open and l.call_type = 'direct'
      ) as direct
    from public.users u
    join public.tenant_dispatch x on x.user_id = u.id
    where u.id = any (v_users)
  ) s
  where t.user_id = s.id
    and (t.ready, t.direct_ready) is distinct from (s.ready, s.ready and s.direct);
end
$function$;
comment on function public.park_tenants is
  'Takes tenants without room, credits or due items out of the ring until something wakes them. Called by the claim, last.';
revoke all on function public.park_tenants from public;
alter function public.park_tenants owner to app_definer;
