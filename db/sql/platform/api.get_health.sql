-- Is the installation fit for work: schema there, a worker alive, events applied in time.
create or replace function api.get_health(p_now timestamptz default now())
  returns table (part text, is_ok boolean, detail text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select 'worker', coalesce(max(w.seen_at) > p_now - interval '60 seconds', false),
    coalesce('last seen ' || round(extract(epoch from p_now - max(w.seen_at)))::text || ' s ago', 'never seen')
  from public.workers w
  union all
  select 'events', coalesce(min(e.received_at) > p_now - interval '60 seconds', true),
    count(*)::text || ' waiting'
  from public.unapplied_events u
  join public.webhook_events e on e.id = u.event_id
  where u.tries = 0
  union all
  select 'attempts', coalesce(min(a.lease_deadline) > p_now - interval '30 minutes', true),
    count(*)::text || ' open before acceptance'
  from public.call_attempts a
  where a.state in ('intent', 'sending', 'unknown')
$function$;
comment on function api.get_health is
  'One row per part of the installation with whether it works and a word why. Counts only, no tenant''s data.
@notNull part
@notNull is_ok';
revoke all on function api.get_health from public;
grant execute on function api.get_health to app_api;
alter function api.get_health owner to app_definer;
