create or replace function public.record_job_run(p_task text, p_started_at timestamptz, p_duration_ms integer, p_result text, p_error text)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  update public.job_runs r
  set last_started_at = p_started_at,
      last_duration_ms = p_duration_ms,
      last_result = left(p_result, 200),
      last_error = left(p_error, 1000),
      runs = r.runs + 1,
      failures = r.failures + (p_error is not null)::integer
  where r.task = p_task
$function$;
comment on function public.record_job_run is
  'Notes the end of a run of a job: duration in milliseconds, result in words, message of the error or null. Called by the worker after each run.';
revoke all on function public.record_job_run from public;
grant execute on function public.record_job_run to app_worker;
alter function public.record_job_run owner to app_definer;
