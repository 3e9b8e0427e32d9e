-- Ends attempts that became no call: void (never reached the wire, or proved not to exist) and rejected (the
-- provider refused). Slot and hold are freed in the same transaction, and the person waits again or is done.
--
-- Effects: requeue (waits again from p_not_before), retry (waits the campaign's retry interval, inside its
-- hours), fail, cancel. People of a cancelled campaign do not wait again. A dial that was no call does not count
-- as an attempt.
-- Idempotent: attempts that have ended already are left alone. Locks: attempts, items, slots, campaigns.
create or replace function public.end_attempts(
  p_attempt_ids uuid[],
  p_state text,
  p_effect text,
  p_reason text,
  p_http_status integer default null,
  p_not_before timestamptz default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_items uuid[];
  v_campaigns uuid[];
begin
  v_ids := array(
    select a.id
    from public.call_attempts a
    where a.id = any (p_attempt_ids)
      and a.state in ('intent', 'sending', 'unknown')
    order by a.id
    for no key update
  );
  if v_ids = '{}' then
    return 0;
  end if;

  with ended as (
    update public.call_attempts a
    set state = p_state,
        closed_at = p_now,
        answered_at = case when p_http_status is not null then p_now end,
        http_status = coalesce(p_http_status, a.http_status),
        error_message = p_reason
    where a.id = any (v_ids)
    returning a.queue_id
  )
  select array_agg(e.queue_id)
  into v_items
  from ended e;

  v_campaigns := public.release_queue_items(v_items, p_effect, p_reason, p_not_before, p_now);
  delete from public.credit_holds h
  using public.call_attempts a
  where a.id = any (v_ids) and h.user_id = a.user_id and h.attempt_id = a.id;
  delete from public.active_calls s
  where s.id in (
    select x.id
    from public.active_calls x
    where x.id = any (v_items)
      and not x.adopted
    order by x.id
    for update
  );
  if v_campaigns <> '{}' then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
  return cardinality(v_ids);
end
$function$;
comment on function public.end_attempts is
  'Ends open attempts without a call (state void or rejected) with an effect on their people: requeue, retry, fail or cancel; frees slots and holds. Returns how many were ended.';
revoke all on function public.end_attempts from public;
alter function public.end_attempts owner to app_definer;
