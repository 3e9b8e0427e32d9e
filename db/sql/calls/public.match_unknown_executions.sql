-- An execution that we do not know is the attempt whose id the provider echoes (the webhook was faster than the answer, or the
-- answer was lost), or a person who called us. An answer to our own question that echoes nothing is matched by its number with
-- an attempt that is unknown: taking it for ours costs one call at most, writing it off would dial the person twice.
create or replace function public.match_unknown_executions(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_attempts uuid[];
  v_executions text[];
begin
  select array_agg(m.attempt_id), array_agg(m.execution_id::text)
  into v_attempts, v_executions
  from (
    select distinct on (a.id) a.id as attempt_id, f.execution_id
    from (
      select x.execution_id, x.agent_id, x.attempt_id
      from public.call_event_facts x
      where x.id = any (p_event_ids) and x.attempt_id is not null
      union all
      select x.execution_id, x.agent_id, u.id
      from public.call_event_facts x
      join public.call_attempts u on u.state = 'unknown' and u.phone_number = x.to_number
      where x.id = any (p_event_ids)
        and x.attempt_id is null
        and x.is_confirmation
        and x.direction is distinct from 'inbound'
    ) f
    join public.call_attempts a on a.id = f.attempt_id and a.execution_id is null
    join public.call_queue q on q.id = a.queue_id and q.agent_id = f.agent_id
    order by a.id, f.execution_id
  ) m;
  if v_attempts is not null then
    perform public.accept_attempts(v_attempts, v_executions, p_now);
  end if;

  perform public.insert_inbound_calls(p_event_ids, p_now);
end
$function$;
comment on function public.match_unknown_executions is
  'Makes the calls of events whose execution has none: accepted dials and inbound calls. Called by apply_events.';
revoke all on function public.match_unknown_executions from public;
alter function public.match_unknown_executions owner to app_definer;
