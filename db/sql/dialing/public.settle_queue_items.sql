-- What becomes of a person whose call has ended, once the end is confirmed: done, or tried again. One budget for
-- all reasons: max_retries. An attempt that the provider says was none (no balance) is given back.
--
-- The attempt closes here, so a retry row exists before anybody can ask whether the campaign is finished.
create or replace function public.settle_queue_items()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_now timestamptz;
  v_without_money boolean;
  v_defer interval := public.setting('dial.busy_number_defer_seconds') * interval '1 second';
begin
  -- One aggregate for both: an "exists" over a join of transition tables is planned as a nested loop, which is
  -- quadratic in the batch.
  select max(n.confirmed_at), bool_or(not p.counts_as_attempt)
  into v_now, v_without_money
  from new_rows n
  join old_rows o on o.id = n.id
  left join public.provider_statuses p on p.status = n.provider_status
  where n.confirmed_at is not null
    and o.confirmed_at is null;
  if v_now is null then
    return null;
  end if;

  update public.call_attempts a
  set closed_at = v_now
  where a.id in (
      select n.attempt_id
      from new_rows n
      join old_rows o on o.id = n.id
      where n.confirmed_at is not null and o.confirmed_at is null
    )
    and a.closed_at is null;

  with outcomes as materialized (
    select
      q.id,
      p.counts_as_attempt,
      case
        when n.status = 'no-answer' then 'no_answer'
        when p.status = 'stopped' and a.stop_requested_at is not null then 'cancelled'
        else p.queue_outcome
      end as outcome,
      case
        when c.status = 'cancelled' then 'cancelled'
        when not p.counts_as_attempt then 'again'
        when (p.is_retryable or n.status = 'no-answer') and q.attempts <= q.max_retries then 'again'
      end as instead,
      q.lane_id,
      v_now + coalesce(c.retry_interval_minutes * interval '1 minute', v_defer) as not_before,
      n.metadata ->> 'error_message' as error_message
    from new_rows n
    join old_rows o on o.id = n.id
    join public.call_queue q on q.id = n.queue_id and q.status = 'processing' and q.call_id = n.id
    join public.provider_statuses p on p.status = n.provider_status
    left join public.call_attempts a on a.id = n.attempt_id
    left join public.call_campaigns c on c.id = q.campaign_id
    where n.confirmed_at is not null
      and o.confirmed_at is null
    order by q.id
    for no key update of q
  )
  update public.call_queue q
  set status = case when x.instead = 'again' then 'pending' when x.outcome = 'pending' then 'cancelled' else x.outcome end,
      due = x.instead is distinct from 'again',
      scheduled_for = case when x.instead = 'again' then public.next_allowed(x.lane_id, x.not_before) else q.scheduled_for end,
      attempts = q.attempts - case when x.counts_as_attempt then 0 else 1 end,
      processing_started_at = null,
      completed_at = case when x.instead is distinct from 'again' then v_now end,
      error_message = x.error_message
  from outcomes x
  where q.id = x.id;

  if v_without_money then
    perform public.open_breaker('provider_balance', null, v_now + interval '5 minutes', v_now);
  end if;
  return null;
end
$function$;
comment on function public.settle_queue_items is
  'Ends the queue items of confirmed calls or schedules their retry, and closes their attempts.';
revoke all on function public.settle_queue_items from public;
alter function public.settle_queue_items owner to app_definer;
