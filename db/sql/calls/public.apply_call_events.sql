-- Applies a batch of stored provider events to the calls they are about. Consequences (slots, queue, money,
-- counters, live events) are the statement triggers of calls, for the whole batch at once.
--
-- One applier at a time, under the row 'events'; whoever finds it taken leaves. Events are taken by "not yet
-- applied", never by "id greater than the last": ids are not commit order, and a lower id that commits later would
-- be skipped for ever.
-- Locks: events, attempts, calls, users, then the triggers in their order.
create or replace function public.apply_call_events(p_limit integer default 200, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_events bigint[];
  v_executions text[];
begin
  perform 1 from public.dispatch_locks d where d.name = 'events' for update skip locked;
  if not found then
    return 0;
  end if;
  v_events := array(
    select w.id
    from public.webhook_events w
    where w.applied_at is null and w.quarantine_reason is null and w.next_try_at <= p_now
    order by w.next_try_at, w.id
    limit p_limit
  );
  if v_events = '{}' then
    return 0;
  end if;

  perform public.match_call_events(v_events, p_now);
  v_executions := array(
    select distinct w.execution_id
    from public.webhook_events w
    join public.calls c on c.bolna_execution_id = w.execution_id
    where w.id = any (v_events) and w.quarantine_reason is null
  );
  perform public.merge_folded_calls(v_executions, p_now);

  update public.webhook_events w
  set applied_at = case when w.execution_id = any (v_executions) then p_now end,
      tries = w.tries + 1,
      next_try_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(w.tries, 10))),
      quarantine_reason = case
        when w.execution_id = any (v_executions) then null
        when w.received_at < p_now - interval '24 hours' then 'no_such_call'
      end
  where w.id = any (v_events)
    and w.quarantine_reason is null;
  return cardinality(v_events);
end
$function$;
comment on function public.apply_call_events is
  'Applies up to p_limit stored provider events and returns how many were looked at: 0 when none is due or another applier is at work. What matches no call is tried again for 24 hours, then quarantined.';
revoke all on function public.apply_call_events from public;
grant execute on function public.apply_call_events to app_worker;
alter function public.apply_call_events owner to app_definer;
