create or replace function public.cleanup_expired_sessions(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.user_sessions s
  where s.expires_at <= p_now
    and coalesce(s.refresh_expires_at, s.expires_at) <= p_now;
  get diagnostics v_deleted = row_count;
  delete from public.oauth_logins l where l.expires_at < p_now - interval '1 day';
  return v_deleted;
end
$function$;
comment on function public.cleanup_expired_sessions is
  'Deletes sessions that can no longer be used or refreshed, and old visits to identity providers; returns how many sessions. Scheduled hourly.';
revoke all on function public.cleanup_expired_sessions from public;
grant execute on function public.cleanup_expired_sessions to app_worker;
alter function public.cleanup_expired_sessions owner to app_definer;
