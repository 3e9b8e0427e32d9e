-- The one way to a job: inside the transaction that makes it necessary, so that a rollback takes it along. It runs as
-- the owner of the job tables, and only our own functions may call it.
create or replace function public.add_job(
  p_task text,
  p_payload json default '{}',
  p_job_key text default null,
  p_run_at timestamptz default null
)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select graphile_worker.add_job(identifier => p_task, payload => p_payload, job_key => p_job_key, run_at => p_run_at)
$function$;
comment on function public.add_job is
  'Enqueues a background job; payload is ids only; p_run_at null is at once. Called by definer functions, never by a login.';
revoke all on function public.add_job from public;
grant execute on function public.add_job to app_definer;
grant create on schema public to app_worker;
alter function public.add_job owner to app_worker;
revoke create on schema public from app_worker;
