-- The rows of accepted dials. Their day and hour are those of the moment at which the dial was sent, in the
-- tenant's zone: what arrives late does not move to another day.
create or replace function public.insert_dialed_calls(
  p_attempt_ids uuid[],
  p_execution_ids text[],
  p_bind_to_queue boolean,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_silence interval := public.setting('dial.silence_ms') * interval '1 millisecond';
begin
  insert into public.calls (
    user_id, agent_id, contact_id, campaign_id, queue_id, attempt_id, bolna_conversation_id, bolna_execution_id,
    phone_number, to_number, call_source, caller_name, lead_type, status, created_at, next_confirm_at,
    local_date, local_hour
  )
  select
    a.user_id, q.agent_id, q.contact_id, q.campaign_id, case when p_bind_to_queue then q.id end, a.id,
    e.execution_id, e.execution_id, a.phone_number, a.phone_number,
    public.determine_call_source(null, a.phone_number), q.contact_name, 'outbound', 'initiated',
    a.sent_at, p_now + v_silence,
    (a.sent_at at time zone z.zone)::date, extract(hour from a.sent_at at time zone z.zone)
  from unnest(p_attempt_ids, p_execution_ids) as e (attempt_id, execution_id)
  join public.call_attempts a on a.id = e.attempt_id
  join public.call_queue q on q.id = a.queue_id
  cross join lateral (select public.get_user_timezone(a.user_id) as zone) z
  order by e.execution_id
  on conflict (bolna_execution_id) do nothing;

  -- What came in before the call was known need not wait for its next try.
  update public.unapplied_events u
  set next_try_at = p_now
  from public.webhook_events w
  where w.execution_id = any (p_execution_ids)
    and u.event_id = w.id
    and u.next_try_at > p_now;
end
$function$;
comment on function public.insert_dialed_calls is
  'Inserts the calls of accepted attempts and makes waiting events of theirs due. Called by accept_attempts and adopt_ghosts.';
revoke all on function public.insert_dialed_calls from public;
alter function public.insert_dialed_calls owner to app_definer;
