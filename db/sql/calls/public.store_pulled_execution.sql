-- Keeps the provider's answer to our own question about a call. Only such an answer can confirm an end.
--
-- 404 counts as ended, but not for a young call: a listing that lags would make it one. Other answers say nothing.
create or replace function public.store_pulled_execution(
  p_execution_id text,
  p_http_status integer,
  p_body text,
  p_now timestamptz default now()
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_id uuid;
  v_created_at timestamptz;
  v_body jsonb;
begin
  select c.agent_id, c.created_at
  into v_agent_id, v_created_at
  from public.calls c
  where c.bolna_execution_id = p_execution_id;

  if p_http_status = 200 then
    v_body := public.parse_json(p_body);
  elsif p_http_status = 404
    and v_created_at < p_now - public.setting('dial.silence_ms') * interval '1 millisecond' then
    v_body := jsonb_build_object('id', p_execution_id, 'status', 'not-found', 'updated_at', to_jsonb(p_now));
  end if;
  if v_body is null then
    return false;
  end if;

  if v_agent_id is null then
    select g.id
    into v_agent_id
    from public.agents g
    where g.bolna_agent_id = v_body ->> 'agent_id';
  end if;
  -- An answer that names another agent is about somebody else's call, whoever told us of it.
  return public.store_call_event(
    'pull', v_agent_id, p_execution_id, v_body, null, null, p_now,
    (
      select 'foreign_agent'
      from public.agents g
      where g.id = v_agent_id and v_body ->> 'agent_id' <> g.bolna_agent_id
    )
  );
end
$function$;
comment on function public.store_pulled_execution is
  'Stores the answer to GET /executions/{id}; returns false when it says nothing (other status, no JSON, 404 of a young call) or nothing new.';
revoke all on function public.store_pulled_execution from public;
grant execute on function public.store_pulled_execution to app_worker;
alter function public.store_pulled_execution owner to app_definer;
