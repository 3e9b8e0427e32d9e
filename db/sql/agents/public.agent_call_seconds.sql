-- The longest call that an agent's configuration allows, null when it says nothing sensible.
create or replace function public.agent_call_seconds(p_task_config jsonb)
  returns integer
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when (p_task_config #>> '{task_config,call_terminate}') ~ '^[1-9][0-9]{0,4}$'
      then (p_task_config #>> '{task_config,call_terminate}')::integer
  end;
comment on function public.agent_call_seconds is
  'call_terminate of an agent''s task configuration in seconds, null when there is none.';
revoke all on function public.agent_call_seconds from public;
grant execute on function public.agent_call_seconds to app_definer, app_user;
