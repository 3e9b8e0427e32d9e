-- A refresh token that was replaced long ago is in two hands. Nobody can say which is the thief's, so the session ends for both, and the
-- owner is told.
create or replace function public.refuse_used_token(p_user_id uuid, p_session_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.end_sessions(p_user_id, array[p_session_id]);
  perform public.queue_email(public.uuid_generate_v4(), 'session_stolen', p_session_id::text, u.id, u.email, u.name, p_now)
  from public.users u
  where u.id = p_user_id;
end
$function$;
comment on function public.refuse_used_token is
  'Ends a session one of whose old refresh tokens was used again, and mails the owner. Called by renew_session.';
revoke all on function public.refuse_used_token from public;
alter function public.refuse_used_token owner to app_definer;
