-- One step of an applier, one transaction; see apply_events for what it does and lock_event_shares for who does what.
create or replace function public.apply_call_events(
  p_limit integer default 200,
  p_now timestamptz default now(),
  p_applier integer default null
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_events bigint[] := public.take_unapplied_events(p_limit, p_now, p_applier);
begin
  if v_events = '{}' then
    return 0;
  end if;
  return public.apply_events(v_events, p_now);
end
$function$;
comment on function public.apply_call_events is
  'Applies up to p_limit stored provider events and returns how many were looked at, 0 when none is due or others are at work. p_applier (1 or 2) is one of two that work side by side; null takes all that nobody is at. Called by the worker.';
revoke all on function public.apply_call_events from public;
grant execute on function public.apply_call_events to app_worker;
alter function public.apply_call_events owner to app_definer;
