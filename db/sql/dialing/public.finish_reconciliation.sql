-- Writes off what the provider does not show. Only by a listing that was complete and was begun after the
-- attempt's lease and the settle time: before that the provider need not show a call that it has accepted.
-- As long as answers of this agent wait to be applied, one of them may be the call: then nothing is written off now.
--
-- An agent that is gone at the provider took its executions along: no listing can ever be complete. After an hour of that its
-- attempts end without another try, because a phone may have rung; before, a 404 may be a slip of the provider.
create or replace function public.finish_reconciliation(
  p_reconciliation_id bigint,
  p_complete boolean,
  p_http_status integer default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_listing public.reconciliations;
  v_settle interval := public.setting('dial.settle_ms') * interval '1 millisecond';
  v_voided integer := 0;
begin
  select r.*
  into strict v_listing
  from public.reconciliations r
  where r.id = p_reconciliation_id
  for no key update;

  if p_complete and not exists (
    select
    from public.webhook_events w
    join public.unapplied_events u on u.event_id = w.id
    where w.agent_id = v_listing.agent_id and u.tries = 0
  ) and not exists (
    -- An execution that nobody can identify yet may be any of them.
    select
    from public.webhook_events w
    join public.unapplied_events u on u.event_id = w.id
    where w.agent_id = v_listing.agent_id
      and w.source = 'pull'
    group by w.execution_id
    having bool_and(
      w.body #>> '{telephony_data,to_number}' is null
      and w.body #>> '{context_details,recipient_data,callgres_attempt_id}' is null
    )
  ) then
    v_voided := public.end_attempts(
      array(
        select a.id
        from public.call_attempts a
        join public.call_queue q on q.id = a.queue_id
        where a.state = 'unknown'
          and q.agent_id = v_listing.agent_id
          and a.sent_at >= v_listing.window_from
          and a.lease_deadline + v_settle < v_listing.begun_at
      ),
      'void', 'retry', 'not_shown_by_provider', p_now => p_now
    );
  end if;

  if not p_complete and p_http_status = 404 then
    v_voided := public.end_attempts(
      array(
        select a.id
        from public.call_attempts a
        join public.call_queue q on q.id = a.queue_id
        where a.state = 'unknown'
          and q.agent_id = v_listing.agent_id
          and a.lease_deadline + v_settle + interval '1 hour' < v_listing.begun_at
      ),
      'void', 'fail', 'agent_gone_at_provider', p_now => p_now
    );
  end if;

  update public.reconciliations r
  set finished_at = p_now, complete = p_complete, voided = v_voided
  where r.id = p_reconciliation_id;
  return v_voided;
end
$function$;
comment on function public.finish_reconciliation is
  'Ends a listing. When it was complete, attempts that it should have shown and did not become void; when it was not, p_http_status is what the provider answered at last, and 404 gives up attempts that are over an hour old. Returns how many became void.';
revoke all on function public.finish_reconciliation from public;
grant execute on function public.finish_reconciliation to app_worker;
alter function public.finish_reconciliation owner to app_definer;
