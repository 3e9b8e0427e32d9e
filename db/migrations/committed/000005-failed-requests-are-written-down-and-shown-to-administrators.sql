--! Previous: sha1:471726aee76548f9dca22d304fd7c5d08073ecc0
--! Hash: sha1:fee3373535daf932c14d2ebe4c06d45788c36c5b
--! Message: Failed requests are written down and shown to administrators

--! split: 1-current.sql
-- Failed requests: written down by the API, read by administrators, deleted after their time.
insert into public.system_config (key, value, description)
values ('failure_logs.keep_days', '30', 'How long failed requests are kept. Unit: days. Bounds: 1 to 365.')
on conflict (key) do nothing;

create index if not exists idx_failure_logs_request_id on public.failure_logs (request_id) where request_id is not null;

--! Included platform/api.record_failures.sql
-- Comes before a session: most of what is refused is refused because there is none. The API writes several at once and has taken
-- out what may not be kept. A session that is over still says whose it was.
create or replace function api.record_failures(p_failures jsonb, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_written integer;
begin
  insert into public.failure_logs (
    endpoint, method, status_code, error_message, error_stack, request_body, response_body, duration_ms, user_id, request_id, created_at
  )
  select
    left(f.endpoint, 500), left(f.method, 10), f.status_code, left(f.error_message, 200), left(f.error_stack, 10000),
    nullif(f.request_body, 'null'), nullif(f.response_body, 'null'), greatest(f.duration_ms, 0), s.user_id, left(f.request_id, 100), p_now
  from jsonb_to_recordset(p_failures) as f (
    endpoint text, method text, status_code integer, error_message text, error_stack text, request_body jsonb, response_body jsonb,
    duration_ms integer, request_id text, session_hash text
  )
  left join public.user_sessions s on s.token = f.session_hash
  where f.status_code between 400 and 599;
  get diagnostics v_written = row_count;
  return v_written;
end
$function$;
comment on function api.record_failures is
  'Writes down answers with a status of 400 to 599: an array of objects named as the columns of failure_logs, with session_hash (SHA-256 of the session token in hex) instead of user_id; returns how many. Called by the API once a second.
@notNull';
revoke all on function api.record_failures from public;
grant execute on function api.record_failures to app_api;
alter function api.record_failures owner to app_definer;
--! EndIncluded platform/api.record_failures.sql
--! Included platform/api.failures.sql
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
--! EndIncluded platform/api.failures.sql
--! Included platform/api.list_failure_groups.sql
create or replace function api.list_failure_groups(p_days integer default 7, p_now timestamptz default now())
  returns table (
    endpoint text, method text, status_code integer, error_message text, failures bigint, accounts bigint, first_at timestamptz,
    last_at timestamptz
  )
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select l.endpoint::text, l.method::text, l.status_code, coalesce(l.error_message, ''), count(*), count(distinct l.user_id), min(l.created_at), max(l.created_at)
  from public.failure_logs l
  where l.created_at > p_now - least(greatest(p_days, 1), 365) * interval '1 day'
  group by l.endpoint, l.method, l.status_code, coalesce(l.error_message, '')
  -- What is our fault comes first, then what happens most.
  order by l.status_code >= 500 desc, count(*) desc, max(l.created_at) desc
  limit 200;
end
$function$;
comment on function api.list_failure_groups is
  'Failed requests of the last p_days days (1 to 365) by endpoint, status and error: how many, of how many accounts, first and last. Errors of the server come first. Raises not_signed_in, admin_only.
@notNull endpoint
@notNull method
@notNull status_code
@notNull error_message
@notNull failures
@notNull accounts
@notNull first_at
@notNull last_at';
revoke all on function api.list_failure_groups from public;
grant execute on function api.list_failure_groups to app_user;
alter function api.list_failure_groups owner to app_definer;
--! EndIncluded platform/api.list_failure_groups.sql
--! Included platform/api.list_failures.sql
create or replace function api.list_failures(
  p_endpoint text default null,
  p_status_code integer default null,
  p_error_message text default null,
  p_user_id uuid default null,
  p_request_id text default null,
  p_before_at timestamptz default null,
  p_before_failure uuid default null,
  p_limit integer default 50
)
  returns setof api.failures
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select f.*
  from api.failures f
  where (p_endpoint is null or f.endpoint = p_endpoint)
    and (p_status_code is null or f.status_code = p_status_code)
    and (p_error_message is null or f.error_message = p_error_message)
    and (p_user_id is null or f.user_id = p_user_id)
    and (p_request_id is null or f.request_id = p_request_id)
    and (p_before_failure is null or (f.created_at, f.id) < (p_before_at, p_before_failure))
  order by f.created_at desc, f.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_failures is
  'A page of failed requests, newest first: of one endpoint, status, error, account or request, or all. Raises not_signed_in, admin_only.';
revoke all on function api.list_failures from public;
grant execute on function api.list_failures to app_user;
alter function api.list_failures owner to app_definer;
--! EndIncluded platform/api.list_failures.sql
--! Included platform/public.cleanup_old_failure_logs.sql
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
--! EndIncluded platform/public.cleanup_old_failure_logs.sql
