-- Whoever knew the old password, or sits in a session opened with it, is out; and the owner is told by mail.
create or replace function api.reset_password(p_token_hash text, p_password_hash text, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_link public.account_links := public.take_link('reset_password', p_token_hash, p_now);
begin
  perform public.require_password_hash(p_password_hash);
  update public.users u
  set password_hash = p_password_hash, email_verified = u.email_verified or u.email = v_link.email
  where u.id = v_link.user_id and u.is_active;
  if not found then
    raise sqlstate 'VC404' using
      message = 'link_invalid',
      hint = 'This link was used already, is too old, or a newer one was sent. Ask for a new one.';
  end if;
  perform public.end_sessions(v_link.user_id, array(select s.id from public.user_sessions s where s.user_id = v_link.user_id));
  delete from public.login_limits l where l.key = public.login_limit_key('2 account', v_link.email);
  perform public.tell_password_changed(v_link.user_id, p_now);
end
$function$;
comment on function api.reset_password is
  'Sets the password of the account that the link is for and ends all its sessions. Raises link_invalid, password_hash_invalid.';
revoke all on function api.reset_password from public;
grant execute on function api.reset_password to app_api;
alter function api.reset_password owner to app_definer;
