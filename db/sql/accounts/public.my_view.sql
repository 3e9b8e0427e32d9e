create or replace function public.my_view()
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select a.name
  from public.user_sessions s
  join public.users a on a.id = s.acting_admin_id
  where s.id = public.current_session_id()
$function$;
comment on function public.my_view is
  'Name of the administrator who looks at the account through the current session; null in a session of one''s own. Called by api.me.';
revoke all on function public.my_view from public;
grant execute on function public.my_view to app_user, app_definer;
alter function public.my_view owner to app_definer;
