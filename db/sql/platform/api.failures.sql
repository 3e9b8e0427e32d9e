-- Of the whole installation, for administrators: only list_failures reads it. Where in our code an error arose (error_stack) stays in
-- the table.
create or replace view api.failures with (security_invoker = true) as
select
  l.id,
  l.created_at,
  l.endpoint,
  l.method,
  l.status_code,
  l.error_message,
  l.request_body,
  l.response_body,
  l.duration_ms,
  l.user_id,
  u.email as user_email,
  l.request_id
from public.failure_logs l
left join public.users u on u.id = l.user_id;
comment on view api.failures is 'One row per answer of the API with a status of 400 to 599.';
comment on column api.failures.id is 'The failure.';
comment on column api.failures.created_at is 'When the answer was given.';
comment on column api.failures.endpoint is 'Procedure or path that was called.';
comment on column api.failures.method is 'HTTP method.';
comment on column api.failures.status_code is 'HTTP status of the answer.';
comment on column api.failures.error_message is 'Stable key of the error.';
comment on column api.failures.request_body is 'What was sent, without texts and numbers that could be personal or secret.';
comment on column api.failures.response_body is 'What was answered: the key of the error and the fields at fault.';
comment on column api.failures.duration_ms is 'From request to answer. Unit: milliseconds.';
comment on column api.failures.user_id is 'Whose session it was.';
comment on column api.failures.user_email is 'The address of that account.';
comment on column api.failures.request_id is 'The id that the person was shown and that the log lines carry.';
grant select on api.failures to app_definer;
