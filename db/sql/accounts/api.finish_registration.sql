-- Whoever has the link reads the mailbox: the address is verified and the password theirs.
create or replace function api.finish_registration(
  p_token_hash text,
  p_password_hash text,
  p_session_token_hash text,
  p_refresh_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz default now()
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_link public.account_links := public.take_link('register', p_token_hash, p_now);
  v_user_id uuid;
begin
  perform public.require_password_hash(p_password_hash);
  insert into public.users (email, name, company, location, email_verified, password_hash, credits, created_at)
  values (
    v_link.email, v_link.name, v_link.company, v_link.location, true, p_password_hash, public.setting('registration.credits'), p_now
  )
  on conflict (email) do nothing
  returning id into v_user_id;
  if v_user_id is null then
    raise sqlstate 'VC409' using
      message = 'account_exists',
      hint = 'There is an account with this address by now: sign in, or ask for a new password.';
  end if;
  return public.open_session(v_user_id, p_session_token_hash, p_refresh_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.finish_registration is
  'Opens the account that the link is for, with its first credits, and a session in it; returns the id of the session. Raises link_invalid, password_hash_invalid, account_exists.
@notNull';
revoke all on function api.finish_registration from public;
grant execute on function api.finish_registration to app_api;
alter function api.finish_registration owner to app_definer;
