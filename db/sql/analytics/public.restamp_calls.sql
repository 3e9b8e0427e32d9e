-- After a change of zone: files the tenant's calls under their new local day and hour, newest first, because those are looked
-- at. The triggers move what they count, so at every moment the rollups are what the stamps say.
-- Alone with the event applier: a bulk change of calls beside it would lock in another order.
create or replace function public.restamp_calls(p_user_id uuid, p_limit integer default 5000)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_zone text := public.get_user_timezone(p_user_id);
  v_calls uuid[];
begin
  perform public.lock_appliers();

  v_calls := array(
    select c.id
    from public.calls c
    where c.user_id = p_user_id
      and (c.local_date, c.local_hour)
        <> ((c.created_at at time zone v_zone)::date, extract(hour from c.created_at at time zone v_zone))
    order by c.created_at desc
    limit p_limit
  );
  perform 1 from public.calls c where c.id = any (v_calls) order by c.id for no key update;
  -- Leads and calls are two steps, and a lead may belong to another agent than its call does by now.
  perform public.lock_agent_days(array_agg(d.agent_id), array_agg(d.date))
  from (
    select x.agent_id, x.local_date as date from public.calls x where x.id = any (v_calls)
    union
    select x.agent_id, (x.created_at at time zone v_zone)::date from public.calls x where x.id = any (v_calls)
    union
    select l.agent_id, l.local_date from public.lead_analytics l where l.call_id = any (v_calls)
    union
    select l.agent_id, (x.created_at at time zone v_zone)::date
    from public.lead_analytics l
    join public.calls x on x.id = l.call_id
    where l.call_id = any (v_calls)
  ) d;

  update public.calls c
  set local_date = (c.created_at at time zone v_zone)::date,
      local_hour = extract(hour from c.created_at at time zone v_zone)
  where c.id = any (v_calls);
  return cardinality(v_calls) = p_limit;
end
$function$;
comment on function public.restamp_calls is
  'Files up to p_limit calls of a tenant under the local day and hour of its present zone; returns whether there may be more. Called by the job call__restamp.';
revoke all on function public.restamp_calls from public;
grant execute on function public.restamp_calls to app_worker;
alter function public.restamp_calls owner to app_definer;
