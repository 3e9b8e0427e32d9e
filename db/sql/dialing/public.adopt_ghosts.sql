-- A call that shows up after its attempt was written off. It exists, so it is adopted, takes a slot even above
-- the limit, and is charged once. If its person still waits, the call is theirs and they are not called again;
-- if they were dialed anew meanwhile, the ghost stands beside that call.
--
-- Takes the claim's lock (waiting for it): slots are counted under it.
create or replace function public.adopt_ghosts(
  p_ghost_ids uuid[],
  p_attempt_ids uuid[],
  p_execution_ids text[],
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ghost record;
begin
  perform 1 from public.dispatch_locks d where d.name = 'claim' for update;
  for v_ghost in
    select a.id, a.user_id, a.queue_id, e.execution_id
    from unnest(p_attempt_ids, p_execution_ids) as e (id, execution_id)
    join public.call_attempts a on a.id = e.id
    where a.id = any (p_ghost_ids) and a.sent_at is not null
    order by a.id
  loop
    perform 1
    from public.call_queue q
    where q.id = v_ghost.queue_id and q.status = 'pending'
    for no key update;
    perform public.insert_dialed_calls(array[v_ghost.id], array[v_ghost.execution_id], found, p_now);

    update public.call_attempts a
    set execution_id = c.bolna_execution_id,
        ghost_at = p_now,
        state = case when c.queue_id is null then a.state else 'accepted' end,
        closed_at = case when c.queue_id is null then a.closed_at end
    from public.calls c
    where a.id = v_ghost.id and c.attempt_id = a.id;
    update public.call_queue q
    set status = 'processing', processing_started_at = p_now, call_id = c.id, attempts = q.attempts + 1,
        last_attempt_at = p_now
    from public.calls c
    where c.attempt_id = v_ghost.id and q.id = c.queue_id;
    insert into public.active_calls (id, user_id, call_type, started_at, bolna_execution_id, phone_number, adopted)
    select c.id, c.user_id, case when c.campaign_id is null then 'direct' else 'campaign' end, p_now,
      c.bolna_execution_id, c.phone_number, true
    from public.calls c
    where c.attempt_id = v_ghost.id;
  end loop;
end
$function$;
comment on function public.adopt_ghosts is
  'Adopts calls that the provider shows after their attempt was void or rejected: call row, slot above the limit, and the waiting person when there is one. Called by accept_attempts.';
revoke all on function public.adopt_ghosts from public;
alter function public.adopt_ghosts owner to app_definer;
