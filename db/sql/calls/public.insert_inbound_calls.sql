-- A person called the agent. The first event may be any, also the last one. Inbound calls take no slot and have
-- no hold: they exist already.
create or replace function public.insert_inbound_calls(p_event_ids bigint[], p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.calls (
    user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, from_number, to_number,
    call_source, caller_name, lead_type, status, created_at, next_confirm_at, local_date, local_hour
  )
  select distinct on (f.execution_id)
    g.user_id, g.id, t.id, f.execution_id, f.execution_id, f.from_number, f.from_number, f.to_number,
    public.determine_call_source(f.from_number, f.to_number), t.name, 'inbound', 'initiated', f.began_at, p_now,
    (f.began_at at time zone z.zone)::date, extract(hour from f.began_at at time zone z.zone)
  from public.call_event_facts f
  join public.agents g on g.id = f.agent_id
  left join public.contacts t on t.user_id = g.user_id and t.phone_number = f.from_number
  cross join lateral (select public.get_user_timezone(g.user_id) as zone) z
  where f.id = any (p_event_ids)
    and f.direction = 'inbound'
    and f.from_number is not null
    and f.execution_id is not null
    and not exists (select from public.calls c where c.bolna_execution_id = f.execution_id)
  order by f.execution_id, f.began_at
  on conflict (bolna_execution_id) do nothing
$function$;
comment on function public.insert_inbound_calls is
  'Inserts the calls of inbound executions that events are the first to tell of. Called by match_unknown_executions.';
revoke all on function public.insert_inbound_calls from public;
alter function public.insert_inbound_calls owner to app_definer;
