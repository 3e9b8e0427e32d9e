-- Events are shared out into four parts so that several can be applied at once: two parts for each half of the tenants, because
-- whoever works on other tenants wants none of the same rows, and within a half by execution, because a call must not be folded
-- twice at once. What names no agent of ours changes no call, so its part does not matter.
create or replace function public.share_of_event(p_agent_id uuid, p_execution_id text)
  returns smallint
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select (
    1
    + 2 * coalesce((select hashtext(g.user_id::text) & 1 from public.agents g where g.id = p_agent_id), 0)
    + (hashtext(p_execution_id) & 1)
  )::smallint
$function$;
comment on function public.share_of_event is
  'Returns the part of the inbox, 1 to 4, that events of this agent and execution belong to; 1 and 2 are the first applier''s, 3 and 4 the second''s. Called by store_call_event.';
revoke all on function public.share_of_event from public;
alter function public.share_of_event owner to app_definer;
