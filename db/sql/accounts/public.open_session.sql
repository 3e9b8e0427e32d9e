create or replace function public.open_session(
  p_user_id uuid,
  p_token_hash text,
  p_refresh_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz
)
  returns uuid
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.user_sessions (
    user_id, token, refresh_token, expires_at, refresh_expires_at, last_used_at, ip_address, user_agent, created_at
  )
  values (
    p_user_id,
    p_token_hash,
    p_refresh_hash,
    p_now + public.setting('session.access_minutes') * interval '1 minute',
    case when p_refresh_hash is not null then p_now + public.setting('session.idle_days') * interval '1 day' end,
    p_now,
    p_ip_address,
    left(p_user_agent, 500),
    p_now
  )
  returning id
$function$;
comment on function public.open_session is
  'Opens a session for somebody who has just proved who they are; without a refresh token it ends by itself. Returns its id. Called by sign_in and finish_registration.';
revoke all on function public.open_session from public;
alter function public.open_session owner to app_definer;
