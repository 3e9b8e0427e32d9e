-- Whoever may be called is seen by the claim. Parked lanes or tenants with work they could do are lost wake-ups, unless a
-- note to the next claim says so; the sweep would find them, but it should have nothing to find. Items past their time
-- that were not promoted, and lanes that are open or shut otherwise than their window says, are given a minute, the
-- pace of the worker being a second.
-- A completed campaign may keep an open lane until its window ends: nobody waits in it.
create or replace function public.invariant_08_nobody_forgotten_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'dispatch_lanes', l.id::text, 'people wait who may be called, and lane or tenant is parked'
  from public.dispatch_lanes l
  join public.tenant_dispatch t on t.user_id = l.user_id
  join public.users u on u.id = l.user_id
  where l.open
    and l.closes_at > p_now
    and (not l.ready or not t.ready or (l.call_type = 'direct' and not t.direct_ready))
    and exists (select from public.call_queue q where q.lane_id = l.id and q.status = 'pending' and q.due)
    and u.is_active
    and coalesce(t.max_concurrent_calls, public.setting('dial.tenant_max_concurrent'))
      > (select count(*) from public.active_calls s where s.user_id = u.id)
    and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
      >= public.hold_for_call(u.id)
    and not exists (select from public.dispatch_wakes w where w.lane_id = l.id or w.pos = t.pos)
  union all
  select 'call_queue', q.id::text, format('its time came at %s and it was not promoted', q.scheduled_for)
  from public.call_queue q
  where q.status = 'pending'
    and not q.due
    and q.scheduled_for < p_now - interval '60 seconds'
  union all
  select
    'dispatch_lanes',
    l.id::text,
    format('%s; the campaign is %s, hours %s to %s', case when l.open then 'open' else 'shut' end, c.status, w.opens_at, w.closes_at)
  from public.dispatch_lanes l
  join public.call_campaigns c on c.id = l.campaign_id
  cross join lateral public.legal_window(c, l.zone_key, p_now) w
  where (l.open and l.closes_at < p_now - interval '60 seconds')
    or (l.open and c.status in ('draft', 'paused', 'cancelled'))
    or (not l.open and c.status in ('active', 'scheduled') and w.opens_at < p_now - interval '60 seconds')
$function$;

comment on function public.invariant_08_nobody_forgotten_at is
  'Work that no claim would find at an instant. Read by invariant_08_nobody_forgotten.';
revoke all on function public.invariant_08_nobody_forgotten_at from public;
alter function public.invariant_08_nobody_forgotten_at owner to app_definer;
