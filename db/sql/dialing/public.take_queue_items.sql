-- Takes the picked items, which pick_queue_items has locked: processing, slot, attempt with its lease, hold. One statement, so none without the
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
as $function$
declare
  v_lease_deadline timestamptz := p_now + p_limits.lease_ms * interval '1 millisecond';
begin
  return query
  with taken as materialized (
    select
      p.id,
      p.user_id,
      p.rank,
      gen_random_uuid() as attempt_id,
      p_tenants.holds[p.turn] as hold,
      p_tenants.caps[p.turn] as tenant_cap,
      p_tenants.slots[p.turn] + row_number() over (partition by p.user_id order by p.rank) - 1 as tenant_before,
      p_system_slots + p.rank - 1 as system_before
    from unnest(p_picked.ids, p_picked.user_ids, p_picked.turns) with ordinality as p (id, user_id, turn, rank)
  ),
  items as (
    update public.call_queue q
    set status = 'processing', processing_started_at = p_now, updated_at = p_now
    from taken t
    where q.id = t.id
    returning q.id, q.user_id, q.call_type, q.phone_number, t.attempt_id, t.hold, t.tenant_cap, t.tenant_before, t.system_before
  ),
  slots as (
    insert into public.active_calls (id, user_id, call_type, started_at, phone_number)
    select i.id, i.user_id, i.call_type, p_now, i.phone_number
    from items i
  ),
  attempts as (
    insert into public.call_attempts (
      id, user_id, queue_id, phone_number, owner, lease_deadline, created_at, hold_amount, pulse_seconds,
      price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap
    )
    select
      i.attempt_id, i.user_id, i.id, i.phone_number, p_worker_id, v_lease_deadline, p_now, i.hold,
      p_limits.pulse_seconds, p_limits.price_per_pulse, i.tenant_before, i.tenant_cap, i.system_before,
      p_limits.system_cap
    from items i
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
