-- Chooses the next people to call and takes a slot, a hold and an attempt for each, in one transaction.
--
-- Rule: no instant at which a tenant, the platform or the create rate is over its limit. One claimer at a time
-- holds the row 'claim'; whoever finds it taken leaves at once, because the work is being done. Slots are
-- counted in a later statement than the lock, so the count sees every claim before this one; releases in flight
-- are still counted, which is too careful for a moment and never too bold.
-- Count, then insert (also in one statement) was measured to exceed a cap of 3 in most polls under 16
-- connections; SERIALIZABLE aborts twice for each success. Concurrency here would buy nothing: a batch takes a few
-- milliseconds, while the provider takes eight calls a second.
-- READ COMMITTED is demanded: under a fixed snapshot the count would be stale.
-- The planner sees small tables that fill up later and costs that mislead it: no sequential scans, no JIT, here and in
-- the functions of the claim that are called from here.
create or replace function public.claim_calls(
  p_worker_id uuid,
  p_want integer default 50,
  p_now timestamptz default now()
)
  returns table (attempt_id uuid)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
declare
  v_limits public.claim_limits;
  v_system_slots integer;
  v_want integer;
  v_tenants public.claim_tenants;
  v_picked public.claim_items;
  v_taken integer;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise sqlstate 'VC500' using
      message = 'claim_needs_read_committed',
      hint = 'The claim has to run in its own transaction at isolation level read committed.';
  end if;

  perform 1
  from public.dispatch_locks d
  where d.name = 'claim'
  for update skip locked;
  if not found or exists (select from public.provider_breakers b where b.open_until > p_now) then
    return;
  end if;

  -- Limits too are read under the lock: a lowered one binds the claim that begins after it.
  v_limits := public.read_claim_limits();
  v_system_slots := public.get_system_active_calls_count();
  v_want := least(p_want, v_limits.system_cap - v_system_slots);
  if v_limits.rate_per_second > 0 then
    v_want := least(v_want, v_limits.rate_per_second * 10 - (
      select coalesce(sum(d.calls), 0)::integer
      from public.dial_claims d
      where d.claimed_at > p_now - interval '10 seconds'
    ));
  end if;
  perform public.turn_lanes(200, p_now);
  perform public.heed_wakes();
  if v_want <= 0 then
    return;
  end if;

  v_tenants := public.next_tenants(v_want, v_limits);
  if v_tenants.user_ids <> '{}' then
    v_picked := public.pick_queue_items(v_tenants, v_want, p_now);
    return query
    select t.attempt_id
    from public.take_queue_items(v_tenants, v_picked, p_worker_id, v_system_slots, v_limits, p_now) as t (attempt_id);
    get diagnostics v_taken = row_count;
    if v_taken > 0 then
      insert into public.dial_claims (claimed_at, calls) values (p_now, v_taken);
    end if;
    if v_picked.refused_ids <> '{}' then
      perform public.refuse_queue_items(v_picked, p_now);
    end if;
  end if;

  -- Also looked at: who was served for a direct call, and would stay in the ring that goes first for ever.
  perform public.park_tenants(
    v_tenants.full_user_ids || array(
      select u.user_id
      from unnest(v_tenants.user_ids) as u (user_id)
      except
      select i.user_id
      from unnest(v_picked.user_ids || v_picked.refused_user_ids) as i (user_id)
    ) || array(
      select t.user_id
      from public.tenant_dispatch t
      where t.user_id = any (v_tenants.user_ids) and t.direct_ready
    ),
    p_now
  );
end
$function$;
comment on function public.claim_calls is
  'Takes up to p_want of the next people to call: item processing, slot, credit hold and attempt in state intent with a lease. Returns the attempt ids, none when another claimer is at work or nothing may be dialed. Call it as one autocommit statement. Raises claim_needs_read_committed.';
revoke all on function public.claim_calls from public;
grant execute on function public.claim_calls to app_worker;
alter function public.claim_calls owner to app_definer;
