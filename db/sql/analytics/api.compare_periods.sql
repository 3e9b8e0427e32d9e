-- Asked for at every look at a dashboard, and by its changes while calls run. Planned once for each connection: the plan that asks
-- both rollups and reads one costs more than a plan for this very question, but planning costs more than either.
create or replace function api.compare_periods(
  p_from date,
  p_to date,
  p_compare text default 'previous',
  p_agent_id uuid default null,
  p_now timestamptz default now()
)
  returns table (
    period text,
    from_date date,
    to_date date,
    is_complete boolean,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer,
    answer_rate numeric,
    success_rate numeric,
    conversion_rate numeric,
    avg_total_score numeric,
    cost_per_lead numeric
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_today date := public.require_today(p_now);
  v_compared daterange;
begin
  perform public.require_period(p_from, p_to);
  v_compared := public.compared_period(p_from, p_to, p_compare);
  return query
  select
    p.period, p.from_date, p.to_date, p.to_date < v_today,
    coalesce(s.calls, 0)::integer, coalesce(s.answered, 0)::integer, coalesce(s.successful, 0)::integer, coalesce(s.seconds, 0)::bigint,
    coalesce(s.leads, 0)::integer, coalesce(s.qualified, 0)::integer, coalesce(s.credits, 0)::integer,
    round(100.0 * s.answered / nullif(s.calls, 0), 2),
    round(100.0 * s.successful / nullif(s.calls, 0), 2),
    round(100.0 * s.qualified / nullif(s.leads, 0), 2),
    round(s.points / nullif(s.scored, 0), 2),
    round(s.credits::numeric / nullif(s.leads, 0), 2)
  from (
    values ('current', p_from, p_to), ('compared', lower(v_compared), upper(v_compared) - 1)
  ) as p (period, from_date, to_date)
  left join lateral (
    select sum(d.total_calls) as calls, sum(d.answered_calls) as answered, sum(d.successful_calls) as successful, sum(d.talk_seconds) as seconds,
      sum(d.leads) as leads, sum(d.qualified_leads) as qualified, sum(d.credits_used) as credits, sum(d.total_score_sum) as points,
      sum(d.total_score_count) as scored
    from public.days_of(p.from_date, p.to_date, p_agent_id) d
  ) s on true;
end
$function$;
comment on function api.compare_periods is
  'Two rows: the figures of a period of local days and of the period it is compared with (previous, weekdays or year), of the tenant or of one agent. Rates are percent; they, scores and cost are null when nothing is there to divide by. Raises not_signed_in, period_invalid.
@notNull period
@notNull from_date
@notNull to_date
@notNull is_complete
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull talk_seconds
@notNull leads
@notNull qualified_leads
@notNull credits_used';
revoke all on function api.compare_periods from public;
grant execute on function api.compare_periods to app_user;
