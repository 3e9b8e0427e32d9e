create or replace function public.add_oauth_login(
  p_state_hash text,
  p_browser_hash text,
  p_provider text,
  p_user_id uuid,
  p_ip_address inet,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if public.count_try(public.login_limit_key('6 sign-ins elsewhere of address', host(p_ip_address)), interval '1 hour', p_now)
    > public.setting('oauth.max_per_network_hour') then
    raise sqlstate 'VC429' using
      message = 'too_many_oauth_logins',
      hint = 'Too many sign-ins were begun from here. Wait an hour, or sign in with your password.';
  end if;
  insert into public.oauth_logins (state_hash, browser_hash, provider, user_id, created_at, expires_at)
  values (
    p_state_hash, p_browser_hash, p_provider, p_user_id, p_now, p_now + public.setting('oauth.lifetime_minutes') * interval '1 minute'
  );
end
$function$;
comment on function public.add_oauth_login is
  'Notes that somebody is sent to an identity provider. Called by begin_oauth_login and begin_oauth_link. Raises too_many_oauth_logins.';
revoke all on function public.add_oauth_login from public;
alter function public.add_oauth_login owner to app_definer;
