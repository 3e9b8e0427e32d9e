create or replace function api.list_audit_entries(
  p_user_id uuid default null,
  p_before_at timestamptz default null,
  p_before_entry uuid default null,
  p_limit integer default 50
)
  returns setof api.audit_entries
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select e.*
  from api.audit_entries e
  where (p_user_id is null or p_user_id in (e.target_user_id, e.admin_user_id))
    and (p_before_entry is null or (e.created_at, e.id) < (p_before_at, p_before_entry))
  order by e.created_at desc, e.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_audit_entries is
  'A page of what administrators have done, newest first, to or by one account or all. Raises not_signed_in, admin_only.';
revoke all on function api.list_audit_entries from public;
grant execute on function api.list_audit_entries to app_user;
alter function api.list_audit_entries owner to app_definer;
