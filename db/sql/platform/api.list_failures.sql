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
