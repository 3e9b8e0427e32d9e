-- Runs as a role that owns nothing and whose only right is to make roles; it is this function and its two sisters, nothing else. What a
-- login may do besides is a membership, so nobody can slip it a right through here. The password arrives as its SCRAM verifier: a statement
-- that fails would write the password itself into the server's log. Dynamic SQL because roles take no parameters.
create or replace function public.create_login(p_login text, p_verifier text, p_statement_seconds integer, p_idle_seconds integer)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login text := public.require_login_name(p_login);
begin
  perform public.require_verifier(p_verifier);
  -- Roles and their members are the whole server's, and whoever changes the same list at the same moment fails: then it is done again.
  for attempt in 1..5 loop
    begin
      execute format('create role %I login connection limit 2 password %L in role app_analyst', v_login, p_verifier);
      -- Who is a member of a role may end its statements; no superuser is needed for the watchdog.
      execute format('grant %I to app_watchdog', v_login);
      exit;
    exception
      when duplicate_object or unique_violation then
        raise sqlstate 'VC409' using
          message = 'login_exists',
          detail = format('login %s', v_login),
          hint = 'There is a login of this name already.';
      when internal_error then
        if attempt = 5 then
          raise;
        end if;
    end;
  end loop;
  -- Courtesy, which the login may lift for itself; what it is held to is the watchdog's.
  execute format('alter role %I set default_transaction_read_only = on', v_login);
  execute format('alter role %I set lock_timeout = %L', v_login, '1s');
  execute format('alter role %I set search_path = analytics', v_login);
  execute format('alter role %I set jit = off', v_login);
  execute format('alter role %I set statement_timeout = %L', v_login, p_statement_seconds || 's');
  execute format('alter role %I set idle_in_transaction_session_timeout = %L', v_login, p_idle_seconds || 's');
end
$function$;
comment on function public.create_login is
  'Makes the role of an analyst: a member of app_analyst with two sessions, reads only unless it says otherwise. Called by create_analyst. Raises login_name_invalid, login_exists, verifier_invalid.';
revoke all on function public.create_login from public;
grant execute on function public.create_login to app_definer;
grant create on schema public to app_login_maker;
alter function public.create_login owner to app_login_maker;
revoke create on schema public from app_login_maker;
