-- What becomes of people whose dial was no call. Returns the campaigns in which somebody is done.
create or replace function public.release_queue_items(
  p_queue_ids uuid[],
  p_effect text,
  p_reason text,
  p_not_before timestamptz,
  p_now timestamptz
)
  returns uuid[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_defer interval := public.setting('dial.busy_number_defer_seconds') * interval '1 second';
  v_campaigns uuid[];
begin
  with locked as materialized (
    select
      q.id,
      case
        when p_effect = 'fail' or (p_effect = 'retry' and (
          -- A number on which the provider never answers clearly is not tried for ever.
          select count(*)
          from public.call_attempts a
          where a.queue_id = q.id and a.state = 'void' and a.sent_at is not null
        ) > q.max_retries + 3) then 'failed'
        when p_effect = 'cancel' or c.status = 'cancelled' then 'cancelled'
        else 'pending'
      end as status,
      case
        when p_effect = 'requeue' then greatest(p_not_before, p_now)
        when p_effect = 'retry' then public.next_allowed(
          q.lane_id,
          p_now + coalesce(c.retry_interval_minutes * interval '1 minute', v_defer)
        )
      end as at
    from public.call_queue q
    left join public.call_campaigns c on c.id = q.campaign_id
    where q.id = any (p_queue_ids)
      and q.status = 'processing'
    order by q.id
    for no key update of q
  ),
  changed as (
    update public.call_queue q
    set status = l.status,
        due = l.status <> 'pending' or l.at <= p_now,
        scheduled_for = case when l.status = 'pending' and l.at > p_now then l.at else q.scheduled_for end,
        processing_started_at = null,
        completed_at = case when l.status <> 'pending' then p_now end,
        error_message = p_reason
    from locked l
    where q.id = l.id
    returning q.campaign_id, q.status
  )
  select array_agg(distinct c.campaign_id)
  into v_campaigns
  from changed c
  where c.status <> 'pending' and c.campaign_id is not null;
  return coalesce(v_campaigns, '{}');
end
$function$;
comment on function public.release_queue_items is
  'Lets people whose dial was no call wait again, or ends them; returns the campaigns in which somebody is done. Called by end_attempts.';
revoke all on function public.release_queue_items from public;
alter function public.release_queue_items owner to app_definer;
