-- As change_password: the API hashes, the database compares, and a wrong one is counted like a wrong sign-in.
create or replace function api.prove_password(p_password_hash text, p_ip_address inet, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_email text;
begin
  select u.email into v_email from public.users u where u.id = v_user_id;
  perform public.count_login_try(v_email, p_ip_address, p_now);
  if not exists (select from public.users u where u.id = v_user_id and u.password_hash = p_password_hash) then
    insert into public.login_attempts (email, ip_address, success, attempted_at) values (v_email, p_ip_address, false, p_now);
    return false;
  end if;
  perform public.forget_login_tries(v_email, p_ip_address);
  update public.user_sessions s set proved_at = p_now where s.id = public.current_session_id();
  return true;
end
$function$;
comment on function api.prove_password is
  'Notes that the person has typed the password again in this session; false when it is wrong. Raises not_signed_in, too_many_tries.
@notNull';
revoke all on function api.prove_password from public;
grant execute on function api.prove_password to app_user;
alter function api.prove_password owner to app_definer;
