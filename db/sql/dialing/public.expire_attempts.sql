-- A worker that died leaves its attempts to their leases. An intent never reached the wire: void, the person
-- waits again. A sending one may have: unknown, until the provider has been asked.
create or replace function public.expire_attempts(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_intents uuid[];
  v_unknown integer;
begin
  v_intents := array(
    select a.id
    from public.call_attempts a
    where a.state = 'intent' and a.lease_deadline <= p_now
    order by a.lease_deadline
    limit 200
    for no key update skip locked
  );
  perform public.end_attempts(v_intents, 'void', 'requeue', 'lease_expired', p_now => p_now);

  update public.call_attempts a
  set state = 'unknown', error_message = 'lease_expired'
  where (a.id, a.user_id) in (
    select x.id, x.user_id
    from public.call_attempts x
    where x.state = 'sending' and x.lease_deadline <= p_now
    order by x.lease_deadline
    limit 200
    for no key update skip locked
  );
  get diagnostics v_unknown = row_count;
  return cardinality(v_intents) + v_unknown;
end
$function$;
comment on function public.expire_attempts is
  'Ends the attempts whose lease is over: intent becomes void, sending becomes unknown. Returns how many. Called every second by every worker.';
revoke all on function public.expire_attempts from public;
grant execute on function public.expire_attempts to app_worker;
alter function public.expire_attempts owner to app_definer;
