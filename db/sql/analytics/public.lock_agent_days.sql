-- The day of an agent (hour null) is the lock for all of its hours: whoever writes any of them has the day first. A transaction that
-- reaches rollups in more than one step takes all its days here before the first, because each step goes on to the
-- tenants' days, and coming back for another agent from there is how two writers wait for each other.
create or replace function public.lock_agent_days(p_agent_ids uuid[], p_dates date[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.agent_analytics (agent_id, user_id, date, hour)
  select distinct g.id, g.user_id, d.date, null::integer
  from unnest(p_agent_ids, p_dates) as d (agent_id, date)
  join public.agents g on g.id = d.agent_id
  where not exists (
    select from public.agent_analytics a
    where a.agent_id = d.agent_id and a.date = d.date and a.hour is null
  )
  order by g.id, d.date
  on conflict (agent_id, date, hour) do nothing;

  perform 1
  from public.agent_analytics a
  where (a.agent_id, a.date) in (select d.agent_id, d.date from unnest(p_agent_ids, p_dates) as d (agent_id, date))
    and a.hour is null
  order by a.agent_id, a.date
  for no key update;
end
$function$;
comment on function public.lock_agent_days is
  'Makes sure that the days of agents exist (pairs of p_agent_ids and p_dates) and locks them in their order. Called by what changes rollups: add_to_agent_analytics, restamp_calls, recompute_agent_daily_from_calls.';
revoke all on function public.lock_agent_days from public;
alter function public.lock_agent_days owner to app_definer;
