-- What has expired is not shown any more; this only frees the space.
create or replace function public.cleanup_expired_dashboard_cache(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.dashboard_cache c
  where c.expires_at <= p_now;
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_expired_dashboard_cache is
  'Deletes expired entries of dashboard_cache and returns how many. Scheduled every day.';
revoke all on function public.cleanup_expired_dashboard_cache from public;
grant execute on function public.cleanup_expired_dashboard_cache to app_worker;
alter function public.cleanup_expired_dashboard_cache owner to app_definer;
