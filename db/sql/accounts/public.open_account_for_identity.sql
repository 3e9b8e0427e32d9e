-- An address proves nothing about an identity: whoever could make an issuer say somebody's address would walk into their account. So an
-- address that has an account is never connected to it here; its owner signs in as before and connects it. An address that the issuer did
-- not verify opens no account either, or somebody would hold a stranger's address.
create or replace function public.open_account_for_identity(
  p_provider text,
  p_issuer text,
  p_subject_hash text,
  p_email text,
  p_email_verified boolean,
  p_name text,
  p_location text,
  p_now timestamptz
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_email text := lower(btrim(p_email));
  v_user_id uuid;
begin
  if not coalesce(p_email_verified, false) or not public.is_mail_address(v_email) then
    raise sqlstate 'VC403' using
      message = 'identity_email_unverified',
      hint = 'That account has no verified e-mail address. Open an account here with your address and a password instead.';
  end if;
  if public.setting('registration.open') = 0 and not exists (select from public.users u where u.email = v_email) then
    raise sqlstate 'VC403' using
      message = 'registration_closed',
      hint = 'New accounts are made by an administrator of this installation.';
  end if;

  insert into public.users (email, name, location, auth_provider, stack_auth_user_id, email_verified, credits, created_at)
  select
    v_email,
    coalesce(nullif(btrim(left(regexp_replace(p_name, '[[:cntrl:]]', ' ', 'g'), 255)), ''), split_part(v_email, '@', 1)),
    (select z.name from public.time_zones z where z.name = p_location),
    p_provider,
    p_provider || '|' || p_subject_hash,
    true,
    public.setting('registration.credits'),
    p_now
  where public.setting('registration.open') = 1
  on conflict (email) do nothing
  returning id into v_user_id;
  if v_user_id is null then
    -- Twice at once the first time: the other one has just opened it.
    select i.user_id into v_user_id from public.user_identities i where i.issuer = p_issuer and i.subject_hash = p_subject_hash;
    if v_user_id is null then
      raise sqlstate 'VC409' using
        message = 'identity_not_connected',
        hint = 'There is an account with this address already. Sign in as before and connect the other one under Settings, Security.';
    end if;
    return v_user_id;
  end if;
  insert into public.user_identities (user_id, provider, issuer, subject_hash, email_at_link, created_at, last_used_at)
  values (v_user_id, p_provider, p_issuer, p_subject_hash, v_email, p_now, p_now);
  return v_user_id;
end
$function$;
comment on function public.open_account_for_identity is
  'Opens an account, with its first credits, for an identity that has none; returns whose it is. Called by finish_oauth_login. Raises identity_email_unverified, registration_closed, identity_not_connected.';
revoke all on function public.open_account_for_identity from public;
alter function public.open_account_for_identity owner to app_definer;
