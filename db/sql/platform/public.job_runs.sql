-- When each job last ran and how it ended: what the queue of graphile-worker forgets as soon as a job is done.

comment on table public.job_runs is
  'One row per job of the worker: its schedule and its last run.';
comment on column public.job_runs.task is 'Name of the job, written entity__verb.';
comment on column public.job_runs.schedule is 'When it runs, in the form of cron, UTC; null when only functions enqueue it.';
comment on column public.job_runs.last_started_at is 'When its last run that has ended began; null before the first.';
comment on column public.job_runs.last_duration_ms is 'How long that run took. Unit: milliseconds.';
comment on column public.job_runs.last_result is 'What the job''s function returned in that run, in words; null when it failed.';
comment on column public.job_runs.last_error is 'Message of the error that ended it; null when it went well.';
comment on column public.job_runs.runs is 'Runs that have ended, well or not.';
comment on column public.job_runs.failures is 'Runs that failed.';

grant select, insert, update, delete on public.job_runs to app_definer;
