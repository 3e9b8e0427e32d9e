-- The last resort of the applier: when a batch of one still fails, that event is put aside so that the others go on.
create or replace function public.quarantine_next_event(p_reason text, p_now timestamptz default now())
  returns bigint
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  update public.webhook_events w
  set quarantine_reason = left(p_reason, 50)
  where w.id = (
    select x.id
    from public.webhook_events x
    where x.applied_at is null and x.quarantine_reason is null and x.next_try_at <= p_now
    order by x.next_try_at, x.id
    limit 1
    for update skip locked
  )
  returning w.id
$function$;
comment on function public.quarantine_next_event is
  'Puts the event aside that apply_call_events would take next; returns its id. Called when a batch of one has failed.';
revoke all on function public.quarantine_next_event from public;
grant execute on function public.quarantine_next_event to app_worker;
alter function public.quarantine_next_event owner to app_definer;
