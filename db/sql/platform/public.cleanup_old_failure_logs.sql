create or replace function public.cleanup_old_failure_logs(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.failure_logs l
  where l.created_at < p_now - public.setting('failure_logs.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_failure_logs is
  'Deletes failed requests older than failure_logs.keep_days; returns how many. Scheduled daily.';
revoke all on function public.cleanup_old_failure_logs from public;
grant execute on function public.cleanup_old_failure_logs to app_worker;
alter function public.cleanup_old_failure_logs owner to app_definer;
