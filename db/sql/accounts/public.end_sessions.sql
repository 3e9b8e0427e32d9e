-- A deleted row opens nothing from the next statement on; the live event has open tabs ask, and be refused.
create or replace function public.end_sessions(p_user_id uuid, p_session_ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ended integer;
begin
  delete from public.user_sessions s
  where s.user_id = p_user_id and s.id = any (p_session_ids);
  get diagnostics v_ended = row_count;
  if v_ended > 0 then
    insert into public.ui_events (user_id, topic) values (p_user_id, 'session');
  end if;
  return v_ended;
end
$function$;
comment on function public.end_sessions is
  'Ends those of the given sessions that are a person''s and returns how many. Called by functions that end sessions.';
revoke all on function public.end_sessions from public;
alter function public.end_sessions owner to app_definer;
