create or replace function api.list_days(p_from date, p_to date, p_agent_id uuid default null, p_now timestamptz default now())
  returns table (
    date date,
    is_complete boolean,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    leads integer,
    qualified_leads integer,
    credits_used integer
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_today date := public.require_today(p_now);
begin
  perform public.require_period(p_from, p_to);
  return query
  select
    p_from + s.n, p_from + s.n < v_today,
    coalesce(d.total_calls, 0), coalesce(d.answered_calls, 0), coalesce(d.successful_calls, 0), coalesce(d.leads, 0),
    coalesce(d.qualified_leads, 0), coalesce(d.credits_used, 0)
  from generate_series(0, p_to - p_from) as s (n)
  left join public.days_of(p_from, p_to, p_agent_id) d on d.date = p_from + s.n
  order by s.n;
end
$function$;
comment on function api.list_days is
  'One row per local day of a period, also without calls, of the tenant or of one agent; a day that is not over is not complete. Raises not_signed_in, period_invalid.
@notNull date
@notNull is_complete
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull leads
@notNull qualified_leads
@notNull credits_used';
revoke all on function api.list_days from public;
grant execute on function api.list_days to app_user;
