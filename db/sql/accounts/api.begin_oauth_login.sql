create or replace function api.begin_oauth_login(
  p_state_hash text,
  p_browser_hash text,
  p_provider text,
  p_ip_address inet,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_oauth_login(p_state_hash, p_browser_hash, p_provider, null, p_ip_address, p_now);
end
$function$;
comment on function api.begin_oauth_login is
  'Notes that somebody goes to an identity provider to sign in. Raises too_many_oauth_logins.
@words p_provider user_identities.provider';
revoke all on function api.begin_oauth_login from public;
grant execute on function api.begin_oauth_login to app_api;
alter function api.begin_oauth_login owner to app_definer;
