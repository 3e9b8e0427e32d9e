-- The last resort of an applier whose batches fail: one event alone, and when that fails for what is in it, the event is put aside so
-- that the others go on. In one transaction, because nobody else may apply or blame it in between.
create or replace function public.apply_event_alone(
  p_now timestamptz default now(),
  p_applier integer default null,
  out looked_at integer,
  out put_aside bigint
)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_events bigint[] := public.take_unapplied_events(1, p_now, p_applier);
begin
  looked_at := cardinality(v_events);
  if looked_at = 0 then
    return;
  end if;
  begin
    perform public.apply_events(v_events, p_now);
  exception when others then
    -- Connection, transaction, rights, missing objects, resources, locks, server, our own errors: they say nothing about the event.
    if sqlstate ~ '^(08|25|40|42|53|55|57|58|VC)' then
      raise;
    end if;
    put_aside := v_events[1];
    update public.webhook_events w set quarantine_reason = 'apply_failed_' || sqlstate where w.id = put_aside;
    delete from public.unapplied_events u where u.event_id = put_aside;
  end;
end
$function$;
comment on function public.apply_event_alone is
  'Applies the event that is due next; looked_at is 0 when there is none, put_aside is its id when it can never be applied and was quarantined. Called by the worker after batches failed; p_applier as in apply_call_events.';
revoke all on function public.apply_event_alone from public;
grant execute on function public.apply_event_alone to app_worker;
alter function public.apply_event_alone owner to app_definer;
