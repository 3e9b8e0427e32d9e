-- Brings stored events to the calls they are about. Consequences (slots, queue, money, counters, live events) are the statement
-- triggers of calls, for the whole batch at once.
--
-- Calls that events are the first to tell of are made in a transaction of their own: making one takes its day before its tenant's
-- wallet, ending one the wallet before the day, and two appliers on one tenant would wait for each other. The events of those
-- stay due.
-- Locks: attempts, calls, users, then the triggers in their order.
create or replace function public.apply_events(p_event_ids bigint[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_unknown bigint[];
  v_known bigint[];
  v_executions text[];
begin
  v_unknown := array(
    select w.id
    from public.webhook_events w
    where w.id = any (p_event_ids)
      and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id)
  );
  if v_unknown <> '{}' then
    perform public.match_unknown_executions(v_unknown, p_now);
    perform public.postpone_call_events(v_unknown, p_now);
    return cardinality(v_unknown);
  end if;

  perform public.set_aside_foreign_events(p_event_ids);
  select array_agg(w.id), array_agg(distinct w.execution_id::text) filter (where w.quarantine_reason is null)
  into v_known, v_executions
  from public.webhook_events w
  join public.calls c on c.bolna_execution_id = w.execution_id
  where w.id = any (p_event_ids);
  if v_executions is not null then
    perform public.merge_folded_calls(v_executions, p_now);
  end if;
  delete from public.unapplied_events u where u.event_id = any (v_known);
  return cardinality(p_event_ids);
end
$function$;
comment on function public.apply_events is
  'Applies these stored events, or, when the calls of some are not known yet, only makes those calls; returns how many events were looked at. What matches no call is tried again for 24 hours, then quarantined. Called by apply_call_events and apply_event_alone.';
revoke all on function public.apply_events from public;
alter function public.apply_events owner to app_definer;
