-- The worker says at its start which jobs it has: so a job that has never run is visible, too, and one that is gone is not.
create or replace function public.announce_jobs(p_jobs jsonb)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from public.job_runs r where not p_jobs ? r.task;
  insert into public.job_runs as r (task, schedule)
  select j.key, j.value
  from jsonb_each_text(p_jobs) j
  order by j.key
  on conflict (task) do update set schedule = excluded.schedule where r.schedule is distinct from excluded.schedule;
end
$function$;
comment on function public.announce_jobs is
  'Lists the jobs of this version: object from task to schedule (cron, UTC) or null. Called by the worker when it starts.';
revoke all on function public.announce_jobs from public;
grant execute on function public.announce_jobs to app_worker;
alter function public.announce_jobs owner to app_definer;
