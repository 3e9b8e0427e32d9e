-- Reading writes nothing, so being used is noted apart, by the API and at most once a minute.
create or replace function api.touch_session(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if public.current_user_id() is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  update public.user_sessions s
  set last_used_at = p_now
  where s.id = public.current_session_id()
    and (s.last_used_at is null or s.last_used_at < p_now - interval '1 minute');
end
$function$;
comment on function api.touch_session is
  'Notes that the current session is used, at most once a minute. Raises not_signed_in.';
revoke all on function api.touch_session from public;
grant execute on function api.touch_session to app_user;
alter function api.touch_session owner to app_definer;
