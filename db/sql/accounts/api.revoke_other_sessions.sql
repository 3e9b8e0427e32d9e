create or replace function api.revoke_other_sessions()
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return public.end_sessions(v_user_id, array(
    select s.id from public.user_sessions s where s.user_id = v_user_id and s.id <> public.current_session_id()
  ));
end
$function$;
comment on function api.revoke_other_sessions is
  'Ends all sessions of the person but the current one and returns how many. Raises not_signed_in.
@notNull';
revoke all on function api.revoke_other_sessions from public;
grant execute on function api.revoke_other_sessions to app_user;
alter function api.revoke_other_sessions owner to app_definer;
