create or replace function api.list_source_figures(p_from date, p_to date)
  returns table (call_source text, total_calls integer, share numeric)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.require_period(p_from, p_to);
  return query
  select x.call_source, x.calls::integer, round(100.0 * x.calls / nullif(s.total, 0), 2)
  from (
    select coalesce(sum(u.total_calls), 0) as total, coalesce(sum(u.phone_calls), 0) as phone, coalesce(sum(u.internet_calls), 0) as internet
    from public.user_analytics u
    where u.user_id = v_user_id and u.date between p_from and p_to
  ) s
  cross join lateral (
    values ('phone', s.phone), ('internet', s.internet), ('unknown', s.total - s.phone - s.internet)
  ) as x (call_source, calls)
  order by x.calls desc, x.call_source;
end
$function$;
comment on function api.list_source_figures is
  'Calls of a period of local days by source: phone, internet, unknown, most first; share is percent, null without calls. Raises not_signed_in, period_invalid.
@notNull call_source
@notNull total_calls
@words call_source calls.call_source';
revoke all on function api.list_source_figures from public;
grant execute on function api.list_source_figures to app_user;
