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
