-- Opens a session when the hash computed from the typed password equals the stored one. The API hashes, the database
-- compares and decides: whoever has only the API's database password can open no session. Wrong address and wrong
-- password are one answer.
create or replace function api.sign_in(
  p_email text,
  p_password_hash text,
  p_token_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz default now(),
  p_refresh_hash text default null
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid;
begin
  perform public.count_login_try(p_email, p_ip_address, p_now);
  select u.id
  into v_user_id
  from public.users u
  where u.email = lower(btrim(p_email))
    and u.password_hash = p_password_hash
    and u.is_active;

  insert into public.login_attempts (email, ip_address, success, attempted_at)
  values (left(lower(btrim(p_email)), 255), p_ip_address, v_user_id is not null, p_now);
  if v_user_id is null then
    return null;
  end if;
  perform public.forget_login_tries(p_email, p_ip_address);

  return public.open_session(v_user_id, p_token_hash, p_refresh_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.sign_in is
  'Opens a session under the SHA-256 of its token and of its refresh token and returns its id; null when address or password are wrong or the account is switched off. Every try is recorded in login_attempts. Raises too_many_tries.';
revoke all on function api.sign_in from public;
grant execute on function api.sign_in to app_api;
alter function api.sign_in owner to app_definer;
