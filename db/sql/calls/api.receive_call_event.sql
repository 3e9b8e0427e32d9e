-- Takes a webhook of the provider: one insert, nothing else. There is no signature, so the address is the secret
-- (we know its hash), and the body is a hint. What cannot be read, or speaks of another agent than the one whose
-- address it came through, is kept aside and changes nothing.
create or replace function api.receive_call_event(
  p_secret_hash text,
  p_body text,
  p_source_ip inet default null,
  p_now timestamptz default now()
)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent record;
  v_body jsonb := public.parse_json(p_body);
  v_execution_id text;
  v_reason text;
begin
  select g.id, g.bolna_agent_id
  into v_agent
  from public.agents g
  where g.webhook_secret_hash = p_secret_hash;
  if not found then
    raise sqlstate 'VC404' using
      message = 'not_found',
      hint = 'There is nothing at this address.';
  end if;

  v_execution_id := coalesce(v_body ->> 'id', v_body ->> 'execution_id');
  v_reason := case
    when v_body is null or jsonb_typeof(v_body) <> 'object' then 'unreadable'
    when v_execution_id is null or v_body ->> 'status' is null then 'incomplete'
    when v_body ->> 'agent_id' is distinct from v_agent.bolna_agent_id then 'foreign_agent'
  end;
  if public.store_call_event(
    'webhook', v_agent.id, v_execution_id, v_body, case when v_reason = 'unreadable' then left(p_body, 100000) end,
    p_source_ip, p_now, v_reason
  ) then
    return coalesce(v_reason, 'stored');
  end if;
  return 'repeated';
end
$function$;
comment on function api.receive_call_event is
  'Stores a webhook of the provider for the agent whose secret address it came through. Returns stored, repeated, or why it was put aside: unreadable, incomplete, foreign_agent. Raises not_found for an unknown address.
@notNull';
revoke all on function api.receive_call_event from public;
grant execute on function api.receive_call_event to app_api;
alter function api.receive_call_event owner to app_definer;
