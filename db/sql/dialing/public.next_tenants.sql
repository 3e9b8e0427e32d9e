-- Whose turn it is. Tenants stand in a ring in the order of their pos; each claim goes on where the last one
-- stopped, so nobody gets a second quantum while another tenant with work waits for its first, and idleness saves
-- up nothing. Tenants with direct calls have their own ring, served first.
--
-- The wallet (users) is locked, never waited for: a tenant whose money is moving has its turn in the next lap.
create or replace function public.next_tenants(p_want integer, p_limits public.claim_limits)
  returns public.claim_tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_look_at integer := (p_want + p_limits.quantum - 1) / p_limits.quantum;
  v_ring bigint[];
  v_direct_count integer;
  v_result public.claim_tenants;
begin
  v_ring := public.walk_ring(true, v_look_at);
  v_direct_count := cardinality(v_ring);
  if v_direct_count < v_look_at then
    v_ring := v_ring || public.walk_ring(false, v_look_at - v_direct_count);
  end if;

  -- Each sum is looked up once per tenant: without the offset the planner writes it again wherever it is used.
  with looked_at as materialized (
    select t.user_id, array_position(v_ring, t.pos) as turn, t.weight, t.max_concurrent_calls
    from public.tenant_dispatch t
    where t.pos = any (v_ring)
  ),
  wallets as materialized (
    select u.id, u.credits, u.is_active
    from public.users u
    where u.id = any (array(select x.user_id from looked_at x))
    for no key update skip locked
  ),
  sums as (
    select
      x.user_id,
      x.turn,
      x.weight,
      w.credits,
      w.is_active,
      coalesce(x.max_concurrent_calls, p_limits.tenant_cap) as cap,
      p_limits.quantum * x.weight as share,
      (select count(*)::integer from public.active_calls a where a.user_id = x.user_id) as slots,
      (select coalesce(sum(h.amount), 0)::integer from public.credit_holds h where h.user_id = x.user_id) as held,
      public.hold_amount(coalesce((
        select max(coalesce(public.agent_call_seconds(g.bolna_task_config), p_limits.call_seconds))
        from public.agents g
        where g.user_id = x.user_id and g.is_active
      ), p_limits.call_seconds), p_limits.grace_seconds, p_limits.pulse_seconds,
        p_limits.price_per_pulse) as hold
    from looked_at x
    join wallets w on w.id = x.user_id
    offset 0
  ),
  rooms as (
    select
      m.*,
      case
        when not m.is_active then 0
        else least(m.cap - m.slots, case when m.hold = 0 then m.share else (m.credits - m.held) / m.hold end, m.share)
      end as room
    from sums m
    offset 0
  )
  select
    coalesce(array_agg(r.user_id order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.room order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.slots order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.cap order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.hold order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.weight order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.user_id) filter (where r.room <= 0), '{}')
  into v_result
  from rooms r;
  return v_result;
end
$function$;
comment on function public.next_tenants is
  'The tenants whose turn it is, with the room, slots, cap, hold and weight of each, and those that turned out to be full; moves the ring on. Called by the claim, under its lock.';
revoke all on function public.next_tenants from public;
alter function public.next_tenants owner to app_definer;
