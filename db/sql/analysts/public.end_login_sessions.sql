-- Runs as a member of all analysts' logins, which is all the right it takes to end their sessions.
create or replace function public.end_login_sessions(p_login text)
  returns integer
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select count(*) filter (where pg_terminate_backend(a.pid))::integer
  from pg_stat_activity a
  where a.usename = p_login and pg_has_role('app_watchdog', a.usesysid, 'usage')
$function$;
comment on function public.end_login_sessions is
  'Ends the sessions of an analyst''s login and returns how many. Called by remove_analyst.';
revoke all on function public.end_login_sessions from public;
grant execute on function public.end_login_sessions to app_definer;
grant create on schema public to app_watchdog;
alter function public.end_login_sessions owner to app_watchdog;
revoke create on schema public from app_watchdog;
