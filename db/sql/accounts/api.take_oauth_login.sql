-- Before the provider is asked: of fifty who come back with the same state one gets through. The state alone is not enough, or a link with
-- somebody else's would sign a person into that other's account.
create or replace function api.take_oauth_login(p_state_hash text, p_browser_hash text, p_provider text, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login public.oauth_logins;
begin
  update public.oauth_logins l
  set used_at = p_now
  where l.state_hash = p_state_hash
    and l.browser_hash = p_browser_hash
    and l.provider = p_provider
    and l.used_at is null
    and l.expires_at > p_now
  returning l.*
  into v_login;
  if v_login.state_hash is null then
    raise sqlstate 'VC400' using
      message = 'oauth_state_invalid',
      hint = 'This sign-in was begun elsewhere, took too long, or was used already. Begin again.';
  end if;
  return v_login.user_id is not null;
end
$function$;
comment on function api.take_oauth_login is
  'Uses up a sign-in elsewhere; true when it was begun to connect an account, false to sign in. Raises oauth_state_invalid.
@words p_provider user_identities.provider
@notNull';
revoke all on function api.take_oauth_login from public;
grant execute on function api.take_oauth_login to app_api;
alter function api.take_oauth_login owner to app_definer;
