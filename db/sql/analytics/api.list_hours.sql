-- The tenant's past days come from the cache when it has exactly those and none has changed; the rest is computed. Which it is, nobody
-- can tell from the figures.
create or replace function api.list_hours(p_from date, p_to date, p_agent_id uuid default null, p_now timestamptz default now())
  returns table (weekday integer, hour integer, total_calls integer, answered_calls integer, qualified_leads integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_user_id uuid := public.require_user();
  v_cached jsonb;
  v_from date;
begin
  perform public.require_period(p_from, p_to);
  if p_agent_id is not null then
    return query
    select extract(isodow from a.date)::integer, a.hour, sum(a.total_calls)::integer, sum(a.answered_calls)::integer, sum(a.qualified_leads)::integer
    from public.agent_analytics a
    where a.agent_id = p_agent_id and a.date between p_from and p_to and a.hour is not null
    group by 1, 2
    having sum(a.total_calls) > 0 or sum(a.qualified_leads) > 0
    order by 1, 2;
    return;
  end if;

  select c.payload, c.to_date + 1
  into v_cached, v_from
  from public.dashboard_cache c
  where c.user_id = v_user_id
    and c.cache_key = 'hours'
    and c.from_date = p_from
    and c.to_date <= p_to
    and public.cache_is_current(c, p_now);

  return query
  select x.weekday, x.hour, sum(x.total_calls)::integer, sum(x.answered_calls)::integer, sum(x.qualified_leads)::integer
  from (
    select r.weekday, r.hour, r.total_calls, r.answered_calls, r.qualified_leads
    from jsonb_to_recordset(v_cached)
      as r (weekday integer, hour integer, total_calls integer, answered_calls integer, qualified_leads integer)
    union all
    select h.weekday, h.hour, h.total_calls, h.answered_calls, h.qualified_leads
    from public.count_hours(v_user_id, coalesce(v_from, p_from), p_to) h
  ) x
  group by x.weekday, x.hour
  order by x.weekday, x.hour;
end
$function$;
comment on function api.list_hours is
  'Calls of a period of local days by weekday (1 is Monday) and local hour (0 to 23), of the tenant or of one agent; hours without calls are left out. Raises not_signed_in, period_invalid.
@notNull weekday
@notNull hour
@notNull total_calls
@notNull answered_calls
@notNull qualified_leads';
revoke all on function api.list_hours from public;
grant execute on function api.list_hours to app_user;
