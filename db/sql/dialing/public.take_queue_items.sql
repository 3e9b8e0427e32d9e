-- Takes the picked items: processing, slot, attempt with its lease, hold. One statement, so none without the
-- others. Each attempt keeps the counts it was taken under: the proof, for every call ever made, that it was
-- within its caps (and a CHECK that refuses the row if it was not).
create or replace function public.take_queue_items(
  p_tenants public.claim_tenants,
  p_picked public.claim_items,
  p_worker_id uuid,
  p_system_slots integer,
  p_limits public.claim_limits,
  p_now timestamptz
)
  returns setof uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_lease_deadline timestamptz := p_now + p_limits.lease_ms * interval '1 millisecond';
begin
  return query
  with locked as materialized (
    select q.id, q.user_id, q.phone_number, q.call_type, p.turn, p.rank
    from unnest(p_picked.ids, p_picked.turns) with ordinality as p (id, turn, rank)
    join public.call_queue q on q.id = p.id
    where q.status = 'pending'
    for no key update of q skip locked
  ),
  taken as materialized (
    select
      l.*,
      gen_random_uuid() as attempt_id,
      p_tenants.holds[l.turn] as hold,
      p_tenants.caps[l.turn] as tenant_cap,
      p_tenants.slots[l.turn] + row_number() over (partition by l.user_id order by l.rank) - 1 as tenant_before,
      p_system_slots + row_number() over (order by l.rank) - 1 as system_before
    from locked l
  ),
  items as (
    update public.call_queue q
    set status = 'processing', processing_started_at = p_now
    from taken t
    where q.id = t.id
  ),
  slots as (
    insert into public.active_calls (id, user_id, call_type, started_at, phone_number)
    select t.id, t.user_id, t.call_type, p_now, t.phone_number
    from taken t
  ),
  attempts as (
    insert into public.call_attempts (
      id, user_id, queue_id, phone_number, owner, lease_deadline, created_at, hold_amount, pulse_seconds,
      price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap
    )
    select
      t.attempt_id, t.user_id, t.id, t.phone_number, p_worker_id, v_lease_deadline, p_now, t.hold,
      p_limits.pulse_seconds, p_limits.price_per_pulse, t.tenant_before, t.tenant_cap, t.system_before,
      p_limits.system_cap
    from taken t
  ),
  holds as (
    insert into public.credit_holds (attempt_id, user_id, amount)
    select t.attempt_id, t.user_id, t.hold
    from taken t
  )
  select t.attempt_id
  from taken t
  order by t.rank;
end
$function$;
comment on function public.take_queue_items is
  'Turns picked items into attempts in state intent, each with slot, hold and lease; returns the attempt ids in dialing order. Called by the claim, under its lock.';
revoke all on function public.take_queue_items from public;
alter function public.take_queue_items owner to app_definer;
