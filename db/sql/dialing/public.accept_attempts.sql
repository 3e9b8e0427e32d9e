-- The provider has accepted these dials: each becomes a call. Both ways lead here, the answer to the request and
-- a webhook that was faster than it; the attempt's row lock makes the second one find the work done.
--
-- Locks: attempts, calls (new), items, slots. Events that came before we knew the execution are looked at again.
create or replace function public.accept_attempts(
  p_attempt_ids uuid[],
  p_execution_ids text[],
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
  v_ghosts uuid[];
  v_executions text[];
begin
  with locked as materialized (
    select a.id, a.state, e.execution_id
    from unnest(p_attempt_ids, p_execution_ids) as e (id, execution_id)
    join public.call_attempts a on a.id = e.id
    where a.execution_id is null
    order by a.id
    for no key update of a
  )
  select
    array_agg(l.id) filter (where l.state in ('sending', 'unknown')),
    array_agg(l.execution_id) filter (where l.state in ('sending', 'unknown')),
    array_agg(l.id) filter (where l.state in ('void', 'rejected'))
  into v_ids, v_executions, v_ghosts
  from locked l;

  if v_ghosts is not null then
    perform public.adopt_ghosts(v_ghosts, p_attempt_ids, p_execution_ids, p_now);
  end if;
  if v_ids is null then
    return coalesce(cardinality(v_ghosts), 0);
  end if;

  perform public.insert_dialed_calls(v_ids, v_executions, true, p_now);
  with accepted as (
    update public.call_attempts a
    set state = 'accepted', execution_id = c.bolna_execution_id, answered_at = p_now
    from public.calls c
    where a.id = any (v_ids) and c.attempt_id = a.id
    returning a.queue_id, c.id as call_id, a.execution_id
  ),
  items as (
    update public.call_queue q
    set call_id = x.call_id, attempts = q.attempts + 1, last_attempt_at = p_now, error_message = null
    from accepted x
    where q.id = x.queue_id
  )
  update public.active_calls s
  set bolna_execution_id = x.execution_id
  from accepted x
  where s.id = x.queue_id;
  return cardinality(v_ids) + coalesce(cardinality(v_ghosts), 0);
end
$function$;
comment on function public.accept_attempts is
  'Turns sent attempts into calls under the execution ids of the provider; attempts written off before are adopted as ghosts. Returns how many changed; known ones are left alone.';
revoke all on function public.accept_attempts from public;
alter function public.accept_attempts owner to app_definer;
