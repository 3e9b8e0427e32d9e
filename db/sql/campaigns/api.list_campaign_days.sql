create or replace function api.list_campaign_days(p_campaign_id uuid)
  returns table (
    date date,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer
  )
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select
    c.local_date,
    sum(m.total_calls)::integer, sum(m.answered_calls)::integer, sum(m.successful_calls)::integer, sum(m.total_duration_seconds)::bigint,
    count(l.id)::integer, (count(l.id) filter (where l.qualification_status = 'qualified'))::integer, sum(m.credits_used)::integer
  from public.calls c
  cross join lateral public.call_measures(c.status, c.started_at, c.duration_seconds, c.credits, c.call_source) m
  left join public.lead_analytics l on l.call_id = c.id
  where c.campaign_id = p_campaign_id
  group by c.local_date
  order by c.local_date;
end
$function$;
comment on function api.list_campaign_days is
  'Calls of a campaign by local day, oldest first; days without calls are left out. Units: calls, seconds, leads, whole credits. Raises not_signed_in.
@notNull date
@notNull total_calls
@notNull answered_calls
@notNull successful_calls
@notNull talk_seconds
@notNull leads
@notNull qualified_leads
@notNull credits_used';
revoke all on function api.list_campaign_days from public;
grant execute on function api.list_campaign_days to app_user;
