-- Adds signed differences to the days of tenants. As in add_to_agent_analytics: missing rows first, then all in the order of
-- their key. A day of a tenant that is being deleted has no row any more and gets none.
create or replace function public.add_to_user_analytics(p_deltas public.user_rollup_delta[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if cardinality(p_deltas) = 0 then
    return;
  end if;

  insert into public.user_analytics (user_id, date)
  select d.user_id, d.date
  from unnest(p_deltas) d
  join public.users u on u.id = d.user_id
  where not exists (select from public.user_analytics a where a.user_id = d.user_id and a.date = d.date)
  order by 1, 2
  on conflict (user_id, date) do nothing;

  with locked as materialized (
    select a.id, d.*
    from unnest(p_deltas) d
    join public.user_analytics a on a.user_id = d.user_id and a.date = d.date
    order by a.user_id, a.date
    for no key update of a
  )
  update public.user_analytics a
  set
    total_calls = a.total_calls + l.total_calls,
    successful_calls = a.successful_calls + l.successful_calls,
    total_agents = a.total_agents + l.total_agents,
    total_leads = a.total_leads + l.total_leads,
    qualified_leads = a.qualified_leads + l.qualified_leads,
    credits_used = a.credits_used + l.credits_used,
    answered_calls = a.answered_calls + l.answered_calls,
    total_duration_seconds = a.total_duration_seconds + l.total_duration_seconds,
    phone_calls = a.phone_calls + l.phone_calls,
    internet_calls = a.internet_calls + l.internet_calls,
    total_score_sum = a.total_score_sum + l.total_score_sum,
    total_score_count = a.total_score_count + l.total_score_count,
    updated_at = now()
  from locked l
  where a.id = l.id;
end
$function$;
comment on function public.add_to_user_analytics is
  'Adds differences to user_analytics, one per tenant and day. Called by the rollup triggers of agent_analytics.';
revoke all on function public.add_to_user_analytics from public;
alter function public.add_to_user_analytics owner to app_definer;
