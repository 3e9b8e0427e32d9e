-- Reasons that lie in the campaign itself.
create or replace function public.campaign_status_reasons(p_campaign public.call_campaigns, p_now timestamptz)
  returns table (place integer, key text, sentence text, until timestamptz, action text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select r.place, r.key, r.sentence, r.until, r.action
  from (
    select
      count(*) filter (where q.status = 'pending') as waiting,
      count(*) filter (where q.status = 'processing') as running,
      count(*) filter (where q.status = 'completed') as reached,
      count(*) as total
    from public.call_queue q
    where q.campaign_id = p_campaign.id
  ) n
  cross join lateral (
    select w.opens_at, w.closes_at
    from public.next_window(
      p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
      public.campaign_timezone(p_campaign), p_now
    ) w
  ) h
  cross join lateral (values
    (10, 'draft', 'Not launched yet.', null::timestamptz, 'launch', p_campaign.status = 'draft'),
    (20, 'scheduled', 'Starts by itself with its first calling hours.', h.opens_at, null, p_campaign.status = 'scheduled'),
    (30, 'paused', case when n.running > 0
        then format('You paused it. %s normally.', public.counted(n.running, 'call in progress ends', 'calls in progress end')) else 'You paused it.' end,
      null, 'resume', p_campaign.status = 'paused' and p_campaign.stopped_at is null),
    (31, 'safety_stop', format('Stopped itself: %s of the last %s calls failed. Look at them before it goes on.', p_campaign.stopped_failed, p_campaign.stopped_total),
      null, 'resume', p_campaign.status = 'paused' and p_campaign.stopped_at is not null),
    (40, 'done', format('Finished: %s of %s people reached.', n.reached, n.total), null, null, p_campaign.status = 'completed'),
    (41, 'cancelled', format('Cancelled: %s of %s people reached.', n.reached, n.total), null, null, p_campaign.status = 'cancelled'),
    (50, 'ended', format('The last day has passed; %s not called.', public.counted(n.waiting, 'person was', 'people were')), null, null,
      p_campaign.status in ('active', 'paused') and h.opens_at is null),
    (60, 'before_hours', 'Outside its calling hours.', h.opens_at, null,
      p_campaign.status = 'active' and h.opens_at > p_now)
  ) as r (place, key, sentence, until, action, holds)
  where r.holds
$function$;
comment on function public.campaign_status_reasons is
  'Reasons for the state of a campaign that lie in its status, dates and hours. Called by api.explain_campaign_state.';
revoke all on function public.campaign_status_reasons from public;
alter function public.campaign_status_reasons owner to app_definer;
