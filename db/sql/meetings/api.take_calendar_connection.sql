-- Before Google is asked: of fifty who come back with the same state one gets through.
create or replace function api.take_calendar_connection(p_state_hash text, p_browser_hash text, p_now timestamptz default now())
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  update public.oauth_logins l
  set used_at = p_now
  where l.state_hash = p_state_hash
    and l.browser_hash = p_browser_hash
    and l.provider = 'google_calendar'
    and l.user_id = v_user_id
    and l.used_at is null
    and l.expires_at > p_now;
  if not found then
    raise sqlstate 'VC400' using
      message = 'oauth_state_invalid',
      hint = 'This sign-in was begun elsewhere, took too long, or was used already. Begin again.';
  end if;
  return coalesce(
    (select a.id from public.provider_accounts a where a.user_id = v_user_id and a.provider = 'google'),
    gen_random_uuid()
  );
end
$function$;
comment on function api.take_calendar_connection is
  'Uses up a visit to Google and returns the id under which the account there is to be kept, for which its secret is to be sealed. Raises not_signed_in, oauth_state_invalid.
@notNull';
revoke all on function api.take_calendar_connection from public;
grant execute on function api.take_calendar_connection to app_user;
alter function api.take_calendar_connection owner to app_definer;
