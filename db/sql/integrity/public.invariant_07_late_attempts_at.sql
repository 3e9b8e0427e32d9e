-- No attempt stays undecided. Past its lease an intent or a sending one is turned at the next look of a worker; past the
-- settle time an unknown one is at the latest written off by the next listing. A minute is given for either. A row
-- means that no worker looks, or that the provider cannot be asked.
create or replace function public.invariant_07_late_attempts_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select
    'call_attempts',
    a.id::text,
    format('%s since its lease ended at %s', a.state, a.lease_deadline)
  from public.call_attempts a
  where a.state in ('intent', 'sending', 'unknown')
    and a.lease_deadline < p_now - interval '60 seconds' - case
      when a.state = 'unknown'
        then (public.setting('dial.settle_ms') + public.setting('dial.reconcile_ms')) * interval '1 millisecond'
      else interval '0'
    end
$function$;

comment on function public.invariant_07_late_attempts_at is
  'Attempts that should have been decided before an instant: past their lease, or unknown past the settle time. Read by invariant_07_late_attempts.';
revoke all on function public.invariant_07_late_attempts_at from public;
alter function public.invariant_07_late_attempts_at owner to app_definer;
