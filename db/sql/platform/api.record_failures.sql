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
