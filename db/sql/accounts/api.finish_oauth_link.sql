-- The session proves one side, the provider the other; the address is not asked for. It was begun by the same person, or somebody could be
-- made to connect a stranger's account, who then signs in with it.
create or replace function api.finish_oauth_link(
  p_state_hash text,
  p_browser_hash text,
  p_issuer text,
  p_subject_hash text,
  p_email text default null,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_login public.oauth_logins := public.finish_oauth_login(p_state_hash, p_browser_hash, v_user_id, p_now);
begin
  insert into public.user_identities (user_id, provider, issuer, subject_hash, email_at_link, created_at)
  values (v_user_id, v_login.provider, p_issuer, p_subject_hash, left(lower(btrim(p_email)), 255), p_now)
  on conflict do nothing;
  if not found then
    if exists (select from public.user_identities i where i.user_id = v_user_id and i.provider = v_login.provider) then
      raise sqlstate 'VC409' using
        message = 'identity_already_connected',
        hint = 'An account there is connected already. Disconnect it before you connect another one.';
    end if;
    raise sqlstate 'VC409' using
      message = 'identity_connected_elsewhere',
      hint = 'That account is connected to another account here. Sign in with it to see which.';
  end if;
  perform public.tell_identity_changed(v_user_id, 'identity_connected', p_now);
end
$function$;
comment on function api.finish_oauth_link is
  'Connects the account that an identity provider has named to the signed-in person, and tells the owner by mail. Raises not_signed_in, oauth_state_invalid, identity_already_connected, identity_connected_elsewhere.';
revoke all on function api.finish_oauth_link from public;
grant execute on function api.finish_oauth_link to app_user;
alter function api.finish_oauth_link owner to app_definer;
