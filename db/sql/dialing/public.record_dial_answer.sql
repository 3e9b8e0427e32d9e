-- What the provider's answer to a dial means. A 2xx with an execution id is a call. Some answers are a definite
-- no: the request did nothing (dial_answer_classes, or no byte was ever written). Everything else is ambiguous:
-- a phone may ring, so the attempt is unknown, keeps its slot and is never sent again; only the provider's own
-- listing can resolve it.
--
-- Idempotent, and late answers are welcome: unknown may still become accepted or rejected by the answer of the
-- same request; an acceptance after void is a ghost and is adopted.
create or replace function public.record_dial_answer(
  p_attempt_id uuid,
  p_worker_id uuid,
  p_http_status integer default null,
  p_transport_error text default null,
  p_execution_id text default null,
  p_message text default null,
  p_retry_after_seconds integer default null,
  p_now timestamptz default now()
)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_class public.dial_answer_classes;
  v_never_written boolean := p_http_status is null and p_transport_error in (
    'refused', 'dns', 'tls', 'unreachable', 'connect_timeout', 'not_sent'
  );
  v_wait interval;
begin
  if p_http_status between 200 and 299 and coalesce(p_execution_id, '') <> '' then
    perform public.accept_attempts(array[p_attempt_id], array[p_execution_id], p_now);
    return (select a.state from public.call_attempts a where a.id = p_attempt_id);
  end if;

  select d.*
  into v_class
  from public.dial_answer_classes d
  where d.http_status = p_http_status;

  if found or v_never_written then
    -- coalesce inside: least() ignores a null, and an answer without Retry-After would stop everything for an hour.
    v_wait := greatest(coalesce(v_class.back_off_seconds, 5), least(coalesce(p_retry_after_seconds, 0), 3600))
      * interval '1 second';
    perform public.end_attempts(
      array[p_attempt_id], 'rejected', coalesce(v_class.queue_effect, 'requeue'),
      left(coalesce(p_message, v_class.description, p_transport_error), 500), p_http_status, p_now + v_wait, p_now
    );
    if v_class.switches_agent_off then
      -- Every further dial of this agent would be refused alike; nobody's turn is burnt on it.
      update public.agents g
      set is_active = false
      from public.call_attempts a
      join public.call_queue q on q.id = a.queue_id
      where a.id = p_attempt_id and g.id = q.agent_id and g.is_active;
    end if;
    -- not_sent is our own clock's word, not the provider's.
    if v_class.breaker_reason is not null or (v_never_written and p_transport_error <> 'not_sent') then
      perform public.open_breaker(coalesce(v_class.breaker_reason, 'provider_unreachable'), p_message, p_now + v_wait, p_now);
    end if;
  else
    update public.call_attempts a
    set state = 'unknown',
        http_status = p_http_status,
        error_message = left(coalesce(p_message, p_transport_error, 'the answer names no call'), 500)
    where a.id = p_attempt_id
      and a.owner = p_worker_id
      and a.state = 'sending';
  end if;
  return (select a.state from public.call_attempts a where a.id = p_attempt_id);
end
$function$;
comment on function public.record_dial_answer is
  'Records the answer to a dial (HTTP status, or transport error: refused, dns, tls, unreachable, connect_timeout and not_sent say that no byte was written, all others are ambiguous) and returns the attempt''s state after it: accepted, rejected, unknown or void.';
revoke all on function public.record_dial_answer from public;
grant execute on function public.record_dial_answer to app_worker;
alter function public.record_dial_answer owner to app_definer;
