-- The API hashes, the database compares, as in sign_in. Whoever has learned the old password is thrown out with it: all other sessions end.
-- A wrong old password is counted like a wrong sign-in, so a stolen session cannot guess on.
create or replace function api.change_password(p_old_hash text, p_new_hash text, p_ip_address inet, p_now timestamptz default now())
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
  perform public.require_password_hash(p_new_hash);
  select u.email into v_email from public.users u where u.id = v_user_id;
  perform public.count_login_try(v_email, p_ip_address, p_now);
  update public.users u
  set password_hash = p_new_hash
  where u.id = v_user_id and u.password_hash = p_old_hash;
  if not found then
    insert into public.login_attempts (email, ip_address, success, attempted_at) values (v_email, p_ip_address, false, p_now);
    return false;
  end if;
  perform public.forget_login_tries(v_email, p_ip_address);
  perform public.end_sessions(v_user_id, array(
    select s.id from public.user_sessions s where s.user_id = v_user_id and s.id <> public.current_session_id()
  ));
  perform public.tell_password_changed(v_user_id, p_now);
  return true;
end
$function$;
comment on function api.change_password is
  'Replaces the person''s password hash and ends all other sessions; false, and nothing changed, when the old one is wrong. Raises not_signed_in, password_hash_invalid, too_many_tries.
@notNull';
revoke all on function api.change_password from public;
grant execute on function api.change_password to app_user;
alter function api.change_password owner to app_definer;
