-- Each use of a refresh token replaces it, and the access token with it. The API derives the successors from the token itself, so the same
-- token has the same successors: tabs that ask at once, and answers that got lost, end up with one pair. Twenty at once: the first
-- changes the row under its lock, the others wait for it, find the token among the used ones and the successor in place.
--
-- Within those seconds a token whose successor was replaced already is merely late. After them it was copied.
create or replace function api.renew_session(
  p_refresh_hash text,
  p_next_token_hash text,
  p_next_refresh_hash text,
  p_now timestamptz default now()
)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_used public.session_refreshes;
  v_session public.user_sessions;
begin
  update public.user_sessions s
  set token = p_next_token_hash,
      refresh_token = p_next_refresh_hash,
      expires_at = p_now + public.setting('session.access_minutes') * interval '1 minute',
      refresh_expires_at = least(
        p_now + public.setting('session.idle_days') * interval '1 day',
        s.created_at + public.setting('session.total_days') * interval '1 day'
      ),
      last_used_at = p_now
  from public.users u
  where s.refresh_token = p_refresh_hash
    and s.refresh_expires_at > p_now
    and u.id = s.user_id
    and u.is_active
  returning s.*
  into v_session;
  if v_session.id is not null then
    insert into public.session_refreshes (token_hash, user_id, session_id, used_at)
    values (p_refresh_hash, v_session.user_id, v_session.id, p_now);
    return 'renewed';
  end if;

  select r.* into v_used from public.session_refreshes r where r.token_hash = p_refresh_hash;
  if v_used.token_hash is null then
    return 'refused';
  end if;
  select s.* into v_session from public.user_sessions s where s.id = v_used.session_id;
  if v_used.used_at > p_now - public.setting('session.repeat_seconds') * interval '1 second' then
    return case when v_session.refresh_token = p_next_refresh_hash then 'repeated' else 'late' end;
  end if;
  perform public.refuse_used_token(v_used.user_id, v_used.session_id, p_now);
  return 'refused';
end
$function$;
comment on function api.renew_session is
  'Replaces a session''s tokens by their successors. Returns renewed, repeated (the same successors again, within session.repeat_seconds), late (a newer pair is in use), refused (unknown, over, or used before: then the session is ended).
@notNull';
revoke all on function api.renew_session from public;
grant execute on function api.renew_session to app_api;
alter function api.renew_session owner to app_definer;
