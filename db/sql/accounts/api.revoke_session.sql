create or replace function api.revoke_session(p_session_id uuid)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  if public.end_sessions(v_user_id, array[p_session_id]) = 0 then
    raise sqlstate 'VC404' using
      message = 'session_not_found',
      detail = format('session %s', p_session_id),
      hint = 'This session has ended already.';
  end if;
end
$function$;
comment on function api.revoke_session is
  'Ends one of the person''s sessions at once. Raises not_signed_in, session_not_found.';
revoke all on function api.revoke_session from public;
grant execute on function api.revoke_session to app_user;
alter function api.revoke_session owner to app_definer;
