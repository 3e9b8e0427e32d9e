-- Which of a person's sessions this is. See current_user_id.
create or replace function public.current_session_id()
  returns uuid
  language plpgsql
  stable
  parallel safe
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_session_id uuid;
begin
  select s.id
  into v_session_id
  from public.user_sessions s
  where s.token = encode(sha256(convert_to(coalesce(current_setting('app.session_token', true), ''), 'UTF8')), 'hex')
    and s.expires_at > now();
  return v_session_id;
end
$function$;
comment on function public.current_session_id is
  'The session of the token in app.session_token, null for none. Called by api.sessions and by functions that spare the current session.';
revoke all on function public.current_session_id from public;
grant execute on function public.current_session_id to app_user;
alter function public.current_session_id owner to app_definer;
