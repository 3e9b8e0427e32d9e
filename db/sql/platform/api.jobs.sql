-- What runs for all tenants belongs to none, so no tenant may read it: only list_jobs does, which asks who is asking.
create or replace view api.jobs with (security_invoker = true) as
select r.task, r.schedule, r.last_started_at, r.last_duration_ms, r.last_result, r.last_error, r.runs, r.failures
from public.job_runs r;
comment on view api.jobs is 'One row per job of the worker.';
comment on column api.jobs.task is 'Its name.';
comment on column api.jobs.schedule is 'When it runs, in the form of cron, UTC; null: when something asks for it.';
comment on column api.jobs.last_started_at is 'When its last run began.';
comment on column api.jobs.last_duration_ms is 'How long that took. Unit: milliseconds.';
comment on column api.jobs.last_result is 'What it returned.';
comment on column api.jobs.last_error is 'Why it failed; null when it did not.';
comment on column api.jobs.runs is 'How often it has run.';
comment on column api.jobs.failures is 'How often it has failed.';
grant select on api.jobs to app_definer;
