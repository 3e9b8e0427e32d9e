-- An event that came through one agent's address about another agent's call changes nothing.
create or replace function public.set_aside_foreign_events(p_event_ids bigint[])
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
  update public.webhook_events w
  set quarantine_reason = 'foreign_call'
  from public.calls c
  where w.id = any (p_event_ids)
    and c.bolna_execution_id = w.execution_id
    and w.agent_id is distinct from c.agent_id
$function$;
comment on function public.set_aside_foreign_events is
  'Quarantines those of the events that speak of another agent''s call. Called by apply_events.';
revoke all on function public.set_aside_foreign_events from public;
alter function public.set_aside_foreign_events owner to app_definer;
