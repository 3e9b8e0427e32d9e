-- Events that matched no call: the answer to our dial may be slower than the webhook about it, so they are tried again, at
-- growing intervals; after a day nobody will tell us of that call any more. Those whose call has just been made stay due.
create or replace function public.postpone_call_events(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.webhook_events w
  set quarantine_reason = 'no_such_call'
  from public.unapplied_events u
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and w.quarantine_reason is null
    and w.received_at < p_now - interval '24 hours'
    and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id);

  delete from public.unapplied_events u
  using public.webhook_events w
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and w.quarantine_reason is not null;

  update public.unapplied_events u
  set tries = u.tries + 1,
      next_try_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(u.tries, 10)))
  from public.webhook_events w
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id);
end
$function$;
comment on function public.postpone_call_events is
  'Has those of the events that still have no call tried again later, or puts them aside after 24 hours. Called by apply_events.';
revoke all on function public.postpone_call_events from public;
alter function public.postpone_call_events owner to app_definer;
