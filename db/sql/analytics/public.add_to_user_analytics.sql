-- Adds signed differences to the days of tenants. As in add_to_agent_analytics: missing rows first, then all in the order of
-- their key. A day of a tenant that is being deleted has no row any more and gets none.
create or replace function public.add_to_user_analytics(
  p_user_ids uuid[],
  p_dates date[],
  p_calls integer[],
  p_successful integer[],
  p_agents integer[],
  p_leads integer[],
  p_qualified integer[],
  p_credits integer[]
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_user_ids is null then
    return;
  end if;

  insert into public.user_analytics (user_id, date)
  select d.user_id, d.date
  from unnest(p_user_ids, p_dates) as d (user_id, date)
  join public.users u on u.id = d.user_id
  where not exists (select from public.user_analytics a where a.user_id = d.user_id and a.date = d.date)
  order by 1, 2
  on conflict (user_id, date) do nothing;

  with locked as materialized (
    select a.id, d.*
    from unnest(p_user_ids, p_dates, p_calls, p_successful, p_agents, p_leads, p_qualified, p_credits)
      as d (user_id, date, calls, successful, agents, leads, qualified, credits)
    join public.user_analytics a on a.user_id = d.user_id and a.date = d.date
    order by a.user_id, a.date
    for no key update of a
  )
  update public.user_analytics a
  set total_calls = a.total_calls + l.calls,
      successful_calls = a.successful_calls + l.successful,
      total_agents = a.total_agents + l.agents,
      total_leads = a.total_leads + l.leads,
      qualified_leads = a.qualified_leads + l.qualified,
      credits_used = a.credits_used + l.credits,
      updated_at = now()
  from locked l
  where a.id = l.id;
end
$function$;
comment on function public.add_to_user_analytics is
  'Adds differences to user_analytics, one per tenant and day. Units: calls, agents, leads, whole credits. Called by the rollup triggers of agent_analytics.';
revoke all on function public.add_to_user_analytics from public;
alter function public.add_to_user_analytics owner to app_definer;
