-- What the provider says about a call that we know is applied at once. An event that waits for a minute is stuck: the
-- batch it is in fails, or nobody applies.
create or replace function public.invariant_10_unapplied_events_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'webhook_events', w.id::text, format('about %s, waits since %s', w.execution_id, w.received_at)
  from public.unapplied_events u
  join public.webhook_events w on w.id = u.event_id
  where w.received_at < p_now - interval '60 seconds'
    and exists (
      select from public.calls c where c.bolna_execution_id = w.execution_id and c.created_at < p_now - interval '60 seconds'
    )
$function$;

comment on function public.invariant_10_unapplied_events_at is
  'Events about known calls that had waited for a minute at an instant. Read by invariant_10_unapplied_events.';
revoke all on function public.invariant_10_unapplied_events_at from public;
alter function public.invariant_10_unapplied_events_at owner to app_definer;
