-- Answers with an error, kept so that a report of "it did not work" can be followed. Bodies pass a redactor before they come here,
-- but they are still what somebody typed: no tenant and no page reads this table, functions only.

comment on table public.failure_logs is
  'One row per answer of the API with a status of 400 to 599; kept for 30 days.';
comment on column public.failure_logs.id is 'Key.';
comment on column public.failure_logs.endpoint is 'Path or procedure that was called, without its parameters.';
comment on column public.failure_logs.method is 'HTTP method in capitals.';
comment on column public.failure_logs.status_code is 'HTTP status of the answer, 400 to 599.';
comment on column public.failure_logs.error_message is 'Stable key or message of the error; null when there was none.';
comment on column public.failure_logs.error_stack is
  'Stack of an unexpected error, for the log only, never part of an answer; null for expected ones.';
comment on column public.failure_logs.request_body is 'Redacted body of the request; null when there was none or it was not JSON.';
comment on column public.failure_logs.response_body is 'Redacted body of the answer; null when there was none.';
comment on column public.failure_logs.duration_ms is 'Time from request to answer in milliseconds.';
comment on column public.failure_logs.user_id is 'Who was signed in; null when nobody was, and after the account is gone.';
comment on column public.failure_logs.request_id is 'Id that the log lines of the same request carry; null when the request never got one.';
comment on column public.failure_logs.created_at is 'When the answer was given.';

alter table public.failure_logs enable row level security;
alter table public.failure_logs force row level security;

drop policy if exists failure_logs_all_definer on public.failure_logs;
create policy failure_logs_all_definer on public.failure_logs for all to app_definer
  using (true) with check (true);
comment on policy failure_logs_all_definer on public.failure_logs is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.failure_logs to app_definer;
