-- The second step: take_oauth_login used it up, the provider was asked, and now it ends, once and for whom it was begun. Two steps, because
-- no transaction stays open while the provider is asked.
create or replace function public.finish_oauth_login(p_state_hash text, p_browser_hash text, p_user_id uuid, p_now timestamptz)
  returns public.oauth_logins
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_login public.oauth_logins;
begin
  update public.oauth_logins l
  set finished_at = p_now
  where l.state_hash = p_state_hash
    and l.browser_hash = p_browser_hash
    and l.user_id is not distinct from p_user_id
    and l.used_at > p_now - interval '2 minutes'
    and l.finished_at is null
  returning l.*
  into v_login;
  if v_login.state_hash is null then
    raise sqlstate 'VC400' using
      message = 'oauth_state_invalid',
      hint = 'This sign-in was begun elsewhere, took too long, or was used already. Begin again.';
  end if;
  return v_login;
end
$function$;
comment on function public.finish_oauth_login is
  'Ends a sign-in elsewhere that was taken, and returns it. Called by api.finish_oauth_login and finish_oauth_link. Raises oauth_state_invalid.';
revoke all on function public.finish_oauth_login from public;
alter function public.finish_oauth_login owner to app_definer;
