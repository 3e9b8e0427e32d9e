create or replace function api.check_isolation()
  returns table (relation text, check_name text, is_ok boolean, detail text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select a.relation, a.check_name, a.is_ok, a.detail from public.audit_data_isolation() a;
end
$function$;
comment on function api.check_isolation is
  'What keeps tenants apart, table by table, with what is not in order. Raises not_signed_in, admin_only.
@notNull relation
@notNull check_name
@notNull is_ok
@notNull detail';
revoke all on function api.check_isolation from public;
grant execute on function api.check_isolation to app_user;
alter function api.check_isolation owner to app_definer;
