-- Reasons around an active campaign: money, lines, provider, workers, retries; last what is going on.
create or replace function public.campaign_dialing_reasons(p_campaign public.call_campaigns, p_now timestamptz)
  returns table (place integer, key text, sentence text, until timestamptz, action text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  with facts as materialized (
    select
      u.is_active,
      u.credits - public.my_held_credits() as available,
      public.my_held_credits() as held,
      public.hold_for_call(u.id) as hold,
      public.get_user_active_calls_count(u.id) as lines,
      public.my_lines_limit() as lines_limit,
      public.get_system_active_calls_count() as system_lines,
      public.setting('dial.system_max_concurrent') as system_limit,
      public.count_user_direct_calls_queued(u.id) as direct,
      (select a.is_active from public.agents a where a.id = p_campaign.agent_id) as agent_on,
      (select max(w.seen_at) from public.workers w) as worker_seen
    from public.users u
    where u.id = p_campaign.user_id
  ),
  people as materialized (
    select
      count(*) filter (where q.status = 'pending') as waiting,
      count(*) filter (where q.status = 'pending' and q.due and l.open) as due,
      count(*) filter (where q.status = 'pending' and q.due and not l.open) as asleep,
      min(l.opens_at) filter (where q.status = 'pending' and q.due and not l.open) as wakes_at,
      min(q.scheduled_for) filter (where q.status = 'pending' and not q.due) as next_retry,
      count(*) filter (where q.status = 'processing') as running,
      count(*) filter (where q.status = 'processing' and exists (
        select from public.active_calls s where s.id = q.id
      )) as on_line,
      count(*) filter (where q.status = 'processing' and exists (
        select from public.call_attempts t where t.queue_id = q.id and t.state = 'unknown'
      )) as unresolved
    from public.call_queue q
    join public.dispatch_lanes l on l.id = q.lane_id
    where q.campaign_id = p_campaign.id
  )
  select r.place, r.key, r.sentence, r.until, r.action
  from facts f
  cross join people p
  left join public.provider_breakers b on b.open_until > p_now
  cross join lateral (values
    (5, 'account_inactive', 'This account is switched off.', null::timestamptz, null, not f.is_active),
    (70, b.reason::text, case b.reason
        when 'provider_key' then 'The voice provider does not accept the key.'
        when 'provider_balance' then 'The account at the voice provider has no money.'
        when 'provider_limit' then 'The voice provider asks for a pause.'
        else 'The voice provider cannot be reached.' end, b.open_until, null, b.reason is not null and p.waiting > 0),
    (71, 'agent_off', 'The agent is switched off.', null, 'agent', f.agent_on is not true),
    (72, 'worker_silent', 'The dialer is not running; calls go on by themselves when it does.', null, null,
      f.worker_seen is null or f.worker_seen < p_now - interval '30 seconds'),
    (80, 'no_credits', format('%s left, one call reserves %s. %s are held by calls in progress.', public.counted(f.available, 'credit', 'credits'), f.hold, f.held),
      null, 'credits', p.due > 0 and f.available < f.hold),
    (82, 'tenant_full', format('All %s of your lines are busy.', f.lines_limit), null, 'lines', p.due > 0 and f.lines >= f.lines_limit),
    (83, 'system_full', 'All lines of the platform are busy.', null, null, p.due > 0 and f.system_lines >= f.system_limit),
    (84, 'direct_first', format('%s first.', public.counted(f.direct, 'direct call goes', 'direct calls go')), null, null, p.due > 0 and f.direct > 0),
    (85, 'unresolved', format('%s for the provider''s word; nobody is dialed twice.', public.counted(p.unresolved, 'call waits', 'calls wait')),
      null, null, p.unresolved > 0),
    (86, 'retry_wait', format('Everyone was tried; %s for the next try.', public.counted(p.waiting, 'person waits', 'people wait')), p.next_retry, null,
      p.due = 0 and p.asleep = 0 and p.waiting > 0 and p.running = 0),
    (79, 'recipients_closed', format('Where they live, %s may not be called at this hour.', public.counted(p.asleep, 'person', 'people')), p.wakes_at, null,
      p.asleep > 0 and (
        select w.opens_at <= p_now
        from public.next_window(
          p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
          public.campaign_timezone(p_campaign), p_now
        ) w
      )),
    (87, 'finishing', format('%s.', public.counted(p.running, 'last call is ending', 'last calls are ending')), null, null, p.waiting = 0 and p.running > 0),
    (81, 'dialing', format('Dialing: %s on the line, %s waiting.', p.on_line, p.waiting), null, null, p.running > 0 and p.waiting > 0),
    (90, 'starting', format('%s; the next calls go out now.', public.counted(p.waiting, 'person waits', 'people wait')), null, null, p.running = 0 and p.due > 0)
  ) as r (place, key, sentence, until, action, holds)
  where r.holds
$function$;
comment on function public.campaign_dialing_reasons is
  'Reasons for the pace of an active campaign: credits, lines, provider, worker, retries, or that it is dialing. Called by api.explain_campaign_state.';
revoke all on function public.campaign_dialing_reasons from public;
alter function public.campaign_dialing_reasons owner to app_definer;
