-- Changes the status of a locked campaign and turns its lanes with it; a paused or cancelled campaign is shut in the
-- same instant. Dials that were claimed a moment before are stopped by the fence, which reads this.
create or replace function public.set_campaign_status(
  p_campaign_id uuid,
  p_status text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set status = p_status,
      started_at = case when p_status = 'active' then coalesce(c.started_at, p_now) else c.started_at end,
      -- Who resumes has looked at what failed before: it does not count again.
      stopped_at = case when p_status <> 'active' then c.stopped_at end,
      stopped_failed = case when p_status <> 'active' then c.stopped_failed end,
      stopped_total = case when p_status <> 'active' then c.stopped_total end,
      watched_from = case when p_status = 'active' then p_now else c.watched_from end,
      completed_at = case when p_status in ('completed', 'cancelled') then p_now else c.completed_at end
  where c.id = p_campaign_id;
  perform public.set_lane_windows(
    array(select l.id from public.dispatch_lanes l where l.campaign_id = p_campaign_id),
    p_now
  );
  perform pg_notify('dispatch', '');
end
$function$;
comment on function public.set_campaign_status is
  'Sets the status of a campaign that the caller has locked and opens or shuts its lanes. Raises campaign_step_not_allowed.';
revoke all on function public.set_campaign_status from public;
alter function public.set_campaign_status owner to app_definer;
