create or replace function api.finish_oauth_login(
  p_state_hash text,
  p_browser_hash text,
  p_issuer text,
  p_subject_hash text,
  p_email_verified boolean,
  p_session_token_hash text,
  p_refresh_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_email text default null,
  p_name text default null,
  p_location text default null,
  p_now timestamptz default now()
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login public.oauth_logins := public.finish_oauth_login(p_state_hash, p_browser_hash, null, p_now);
  v_user_id uuid;
begin
  update public.user_identities i
  set last_used_at = p_now
  where i.issuer = p_issuer and i.subject_hash = p_subject_hash
  returning i.user_id
  into v_user_id;
  if v_user_id is null then
    v_user_id := public.open_account_for_identity(
      v_login.provider, p_issuer, p_subject_hash, p_email, p_email_verified, p_name, p_location, p_now
    );
  end if;
  if not exists (select from public.users u where u.id = v_user_id and u.is_active) then
    raise sqlstate 'VC403' using
      message = 'account_switched_off',
      hint = 'This account is switched off. An administrator of this installation can tell you why.';
  end if;
  insert into public.login_attempts (email, ip_address, success, attempted_at)
  select u.email, p_ip_address, true, p_now from public.users u where u.id = v_user_id;
  return public.open_session(v_user_id, p_session_token_hash, p_refresh_hash, p_ip_address, p_user_agent, p_now);
end
$function$;
comment on function api.finish_oauth_login is
  'Opens a session for the person whom an identity provider has named, and an account when there is none; returns the id of the session. Raises oauth_state_invalid, identity_email_unverified, registration_closed, identity_not_connected, account_switched_off.
@notNull';
revoke all on function api.finish_oauth_login from public;
grant execute on function api.finish_oauth_login to app_api;
alter function api.finish_oauth_login owner to app_definer;
