-- Opens lanes whose hours have come and shuts those whose hours are over. Only the claimer calls it, under its
-- lock, a bounded number at a time: a late opener costs delay, a late closer nothing, because claim and fence
-- both test closes_at themselves. The claimer waits for nobody, so it takes only rows that are free.
create or replace function public.turn_lanes(p_limit integer default 200, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_opening bigint[];
  v_closing bigint[];
  v_lanes bigint[];
begin
  v_opening := array(
    select l.id
    from public.dispatch_lanes l
    where not l.open and l.opens_at <= p_now
    order by l.opens_at
    limit p_limit
    for no key update skip locked
  );
  v_closing := array(
    select l.id
    from public.dispatch_lanes l
    where l.open and l.closes_at <= p_now
    order by l.closes_at
    limit p_limit
    for no key update skip locked
  );
  v_lanes := v_opening || v_closing;
  if v_lanes = '{}' then
    return 0;
  end if;

  -- A campaign that was launched ahead of its start date begins with its first window.
  update public.call_campaigns c
  set status = 'active', started_at = coalesce(c.started_at, p_now)
  where c.id = any (array(
    select k.id
    from public.call_campaigns k
    join public.dispatch_lanes l on l.campaign_id = k.id
    where l.id = any (v_opening)
      and k.status = 'scheduled'
    for no key update of k skip locked
  ));

  perform public.set_lane_windows(v_lanes, p_now);
  return cardinality(v_lanes);
end
$function$;
comment on function public.turn_lanes is
  'Opens lanes whose calling hours have come and shuts those whose hours are over; returns how many were turned. Called by the claim.';
revoke all on function public.turn_lanes from public;
alter function public.turn_lanes owner to app_definer;
