create or replace function api.list_jobs()
  returns setof api.jobs
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select j.* from api.jobs j order by j.task;
end
$function$;
comment on function api.list_jobs is
  'The jobs of the worker with schedule, last run, duration and result, by name. Raises not_signed_in, admin_only.';
revoke all on function api.list_jobs from public;
grant execute on function api.list_jobs to app_user;
alter function api.list_jobs owner to app_definer;
