-- The last word before the wire. A row comes back exactly when this worker, and nobody else, may now send this
-- one request, once: the attempt is sending from here on and can never be sent again.
--
-- Each statement sees what has committed before it, so a pause, an opt-out or a shut lane that was committed
-- before the fence began stops the call, even if the claim had not seen it. What may not be sent becomes void
-- and its person waits again, or is cancelled.
create or replace function public.fence_attempt(
  p_attempt_id uuid,
  p_worker_id uuid,
  p_now timestamptz default now()
)
  returns table (
    ms_left integer,
    bolna_agent_id text,
    recipient_phone_number text,
    from_phone_number text,
    user_data jsonb
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_attempt public.call_attempts;
  v_refusal text;
  v_http_timeout integer := public.setting('dial.http_timeout_ms');
begin
  select a.*
  into v_attempt
  from public.call_attempts a
  where a.id = p_attempt_id
    and a.state = 'intent'
    and a.owner = p_worker_id
  for no key update;
  if not found then
    return;
  end if;

  v_refusal := public.fence_refusal(v_attempt, p_now);
  if v_refusal is not null then
    perform public.end_attempts(
      array[p_attempt_id], 'void', case when v_refusal in ('opted_out', 'contact_removed', 'no_calling_rule', 'no_consent') then 'cancel' else 'requeue' end,
      v_refusal, p_now => p_now
    );
    return;
  end if;

  update public.call_attempts a
  set state = 'sending', sent_at = p_now
  where a.id = p_attempt_id and a.user_id = v_attempt.user_id;

  return query
  select
    (extract(epoch from v_attempt.lease_deadline - p_now) * 1000)::integer - v_http_timeout,
    g.bolna_agent_id::text,
    v_attempt.phone_number::text,
    null::text,
    jsonb_strip_nulls(jsonb_build_object(
      'callgres_attempt_id', v_attempt.id,
      'name', q.contact_name,
      'company', t.company,
      'context', t.business_context,
      'goal', c.next_action,
      'timezone', case when c.id is null then public.get_user_timezone(q.user_id) else public.campaign_timezone(c) end
    ))
  from public.call_queue q
  join public.agents g on g.id = q.agent_id
  join public.contacts t on t.id = q.contact_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = v_attempt.queue_id;
end
$function$;
comment on function public.fence_attempt is
  'Moves an attempt of this worker from intent to sending and returns what to send and the milliseconds within which the request must have been handed to the socket; no row when it may not be sent (not its attempt, lease too short, paused, opted out, outside hours, switched off).';
revoke all on function public.fence_attempt from public;
grant execute on function public.fence_attempt to app_worker;
alter function public.fence_attempt owner to app_definer;
