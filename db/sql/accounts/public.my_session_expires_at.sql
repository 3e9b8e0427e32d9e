create or replace function public.my_session_expires_at()
  returns timestamptz
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select s.expires_at from public.user_sessions s where s.id = public.current_session_id()
$function$;
comment on function public.my_session_expires_at is
  'When the current session has to be renewed; null without one. Called by api.me.';
revoke all on function public.my_session_expires_at from public;
grant execute on function public.my_session_expires_at to app_user, app_definer;
alter function public.my_session_expires_at owner to app_definer;
