create or replace function api.begin_oauth_link(
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
  perform public.add_oauth_login(p_state_hash, p_browser_hash, p_provider, public.require_user(), p_ip_address, p_now);
end
$function$;
comment on function api.begin_oauth_link is
  'Notes that the signed-in person goes to an identity provider to connect the account there. Raises not_signed_in, too_many_oauth_logins.
@words p_provider user_identities.provider';
revoke all on function api.begin_oauth_link from public;
grant execute on function api.begin_oauth_link to app_user;
alter function api.begin_oauth_link owner to app_definer;
