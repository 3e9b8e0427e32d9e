-- Recomputes the calling window of lanes, opens or shuts them, and notes what else the law asks of their people, so that the claim has
-- nothing to look up but a person's own consent. The caller has locked the lanes.
--
-- Sets ready: a waker that meets this uncommitted update skips its own flag. At worst the claimer parks again.
create or replace function public.set_lane_windows(p_lane_ids bigint[], p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_open bigint[];
begin
  with changed as (
    update public.dispatch_lanes l
    set opens_at = case when w.runs then w.opens_at end,
        closes_at = case when w.runs then w.closes_at end,
        open = w.runs and w.is_active and w.opens_at <= p_now,
        needs_consent = w.consent <> 'none',
        max_calls_per_day = w.max_calls_per_day,
        ready = true
    from (
      select
        x.id,
        (c.id is null or c.status in ('active', 'scheduled')) and n.opens_at is not null as runs,
        c.id is null or c.status = 'active' as is_active,
        n.opens_at,
        n.closes_at,
        coalesce((r.rule).consent, 'written') as consent,
        (r.rule).max_calls_per_day
      from public.dispatch_lanes x
      left join public.call_campaigns c on c.id = x.campaign_id
      cross join lateral (select public.rule_of(x.zone_key, p_now) as rule) r
      cross join lateral public.legal_window(c, x.zone_key, p_now) n
      where x.id = any (p_lane_ids)
    ) w
    where l.id = w.id
    returning l.id, l.open
  )
  select array_agg(x.id) filter (where x.open)
  into v_open
  from changed x;

  if v_open is not null then
    perform public.wake_lanes(v_open);
  end if;
end
$function$;
comment on function public.set_lane_windows is
  'Recomputes the calling window of lanes, from campaign and law, and opens or shuts them. Called by every change of a campaign''s status, hours, zone or dates and by turn_lanes; costs the lanes, not the people who wait in them.';
revoke all on function public.set_lane_windows from public;
alter function public.set_lane_windows owner to app_definer;
