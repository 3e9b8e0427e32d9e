-- Which calls to ask the provider about: those whose end is only hearsay, and those that have been silent. Each
-- answer or silence moves the next question further away, up to five minutes. Called by several workers at once:
-- a call taken by one is dated ahead in the same statement.
create or replace function public.list_calls_to_confirm(p_limit integer default 20, p_now timestamptz default now())
  returns table (execution_id varchar, bolna_agent_id varchar)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
begin
  return query
  with due as materialized (
    select c.id
    from public.calls c
    where c.confirmed_at is null and c.next_confirm_at <= p_now
    order by c.next_confirm_at
    limit p_limit
    for no key update skip locked
  ),
  asked as (
    update public.calls c
    set confirm_tries = c.confirm_tries + 1,
        next_confirm_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(c.confirm_tries, 10)))
    from due d
    where c.id = d.id
    returning c.bolna_execution_id, c.agent_id
  )
  select a.bolna_execution_id, g.bolna_agent_id
  from asked a
  join public.agents g on g.id = a.agent_id;
end
$function$;
comment on function public.list_calls_to_confirm is
  'Executions to ask the provider about now, at most p_limit; each is asked again later until its end is confirmed.';
revoke all on function public.list_calls_to_confirm from public;
grant execute on function public.list_calls_to_confirm to app_worker;
alter function public.list_calls_to_confirm owner to app_definer;
