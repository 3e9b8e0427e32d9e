-- Ends the session whose token this transaction carries. Works at once, everywhere: the row is the session.
create or replace function api.sign_out()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  delete from public.user_sessions s
  where s.user_id = v_user_id
    and s.token = encode(sha256(convert_to(current_setting('app.session_token', true), 'UTF8')), 'hex');
  insert into public.ui_events (user_id, topic)
  values (v_user_id, 'session');
end
$function$;
comment on function api.sign_out is
  'Ends the current session. Raises not_signed_in.';
revoke all on function api.sign_out from public;
grant execute on function api.sign_out to app_user;
alter function api.sign_out owner to app_definer;
