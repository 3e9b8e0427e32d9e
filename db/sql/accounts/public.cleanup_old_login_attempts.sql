create or replace function public.cleanup_old_login_attempts(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.login_attempts l
  where l.attempted_at < p_now - public.setting('login_attempts.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  delete from public.login_limits l where l.window_began_at < p_now - interval '1 day';
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_login_attempts is
  'Deletes sign-in attempts older than login_attempts.keep_days; returns how many. Counters of the day before go too. Scheduled daily.';
revoke all on function public.cleanup_old_login_attempts from public;
grant execute on function public.cleanup_old_login_attempts to app_worker;
alter function public.cleanup_old_login_attempts owner to app_definer;
