create or replace function public.find_tenant(p_user_id uuid)
  returns api.tenants
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_tenant api.tenants;
begin
  select t.* into v_tenant from api.tenants t where t.id = p_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  return v_tenant;
end
$function$;
comment on function public.find_tenant is
  'An account as administrators see it. Called by their functions, after they have asked for the role. Raises user_not_found.';
revoke all on function public.find_tenant from public;
alter function public.find_tenant owner to app_definer;
