create or replace function api.get_tenant(p_user_id uuid)
  returns api.tenants
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return public.find_tenant(p_user_id);
end
$function$;
comment on function api.get_tenant is
  'One account. Raises not_signed_in, admin_only, user_not_found.';
revoke all on function api.get_tenant from public;
grant execute on function api.get_tenant to app_user;
alter function api.get_tenant owner to app_definer;
