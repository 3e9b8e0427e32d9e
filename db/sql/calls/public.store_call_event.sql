-- One row for each thing the provider ever said. The source is part of the key: a confirming answer with the same
-- bytes as a webhook is not a repetition of it, else money would never move.
--
-- The answer about an ended call never changes. One that was put aside, or read when its word was not known yet, comes
-- back to life when it is given again for a call that is still unconfirmed; else that call could never be confirmed.
create or replace function public.store_call_event(
  p_source text,
  p_agent_id uuid,
  p_execution_id text,
  p_body jsonb,
  p_raw_text text,
  p_source_ip inet,
  p_now timestamptz,
  p_quarantine_reason text default null
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id bigint;
begin
  insert into public.webhook_events (
    source, agent_id, execution_id, status, body_hash, body, raw_text, source_ip, received_at, quarantine_reason
  )
  values (
    p_source,
    p_agent_id,
    left(p_execution_id, 255),
    left(p_body ->> 'status', 50),
    encode(sha256(convert_to(coalesce(p_body::text, p_raw_text), 'UTF8')), 'hex'),
    p_body,
    p_raw_text,
    p_source_ip,
    p_now,
    p_quarantine_reason
  )
  on conflict (source, execution_id, status, body_hash) do update
  set quarantine_reason = null,
      agent_id = coalesce(webhook_events.agent_id, excluded.agent_id)
  where webhook_events.source = 'pull'
    and excluded.quarantine_reason is null
    and (
      webhook_events.quarantine_reason is not null
      or webhook_events.agent_id is null
      or (
        not exists (select from public.unapplied_events u where u.event_id = webhook_events.id)
        and exists (select from public.provider_statuses p where p.status = webhook_events.status and p.is_terminal)
      )
    )
    and exists (
      select
      from public.calls c
      where c.bolna_execution_id = webhook_events.execution_id and c.confirmed_at is null
    )
  returning id
  into v_id;
  if v_id is null then
    return false;
  end if;

  if p_quarantine_reason is null then
    insert into public.unapplied_events (event_id, share, next_try_at)
    values (v_id, public.share_of_event(p_agent_id, left(p_execution_id, 255)), p_now)
    on conflict (event_id) do update
    set share = excluded.share, tries = 0, next_try_at = excluded.next_try_at;
  end if;
  return true;
end
$function$;
comment on function public.store_call_event is
  'Stores one provider event; returns false for a repetition. Called by receive_call_event and store_pulled_execution.';
revoke all on function public.store_call_event from public;
alter function public.store_call_event owner to app_definer;
