-- Which agents must be listed at the provider: those with attempts of which nobody knows whether a phone rang. An
-- empty queue makes no request, and of several workers one asks. For an hour also those with attempts that were written
-- off: should the provider show one after all (a ghost) and every webhook of it be lost, only a listing finds it.
create or replace function public.start_reconciliations(p_now timestamptz default now())
  returns table (reconciliation_id bigint, bolna_agent_id varchar, window_from timestamptz, window_to timestamptz)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_pause interval := public.setting('dial.reconcile_ms') * interval '1 millisecond';
begin
  return query
  with wanted as materialized (
    select q.agent_id, min(a.sent_at) - interval '60 seconds' as window_from
    from (
      select u.queue_id, u.sent_at
      from public.call_attempts u
      where u.state = 'unknown'
      union all
      select v.queue_id, v.sent_at
      from public.call_attempts v
      where v.state = 'void'
        and v.sent_at is not null
        and v.execution_id is null
        and v.closed_at > p_now - interval '1 hour'
    ) a
    join public.call_queue q on q.id = a.queue_id
    group by q.agent_id
  ),
  agents as materialized (
    select g.id, g.user_id, g.bolna_agent_id, w.window_from
    from wanted w
    join public.agents g on g.id = w.agent_id
    where not exists (
      select
      from public.reconciliations r
      where r.agent_id = g.id and r.begun_at > p_now - v_pause
    )
    order by g.id
    for no key update of g skip locked
  ),
  started as (
    insert into public.reconciliations (user_id, agent_id, begun_at, window_from)
    select a.user_id, a.id, p_now, a.window_from
    from agents a
    returning id, agent_id, window_from
  )
  select s.id, a.bolna_agent_id, s.window_from, p_now + interval '60 seconds'
  from started s
  join agents a on a.id = s.agent_id;
end
$function$;
comment on function public.start_reconciliations is
  'Agents whose executions are to be listed now, each with the id under which the listing is reported and its window.';
revoke all on function public.start_reconciliations from public;
grant execute on function public.start_reconciliations to app_worker;
alter function public.start_reconciliations owner to app_definer;
