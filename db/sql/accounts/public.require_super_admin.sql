-- See require_admin. For what decides over administrators and over the whole installation.
create or replace function public.require_super_admin()
  returns uuid
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  if not exists (select from public.users u where u.id = v_user_id and u.role = 'super_admin') then
    raise sqlstate 'VC403' using
      message = 'super_admin_only',
      hint = 'Only super administrators may do this.';
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_super_admin is
  'The id of the signed-in super administrator. Raises not_signed_in, super_admin_only.';
revoke all on function public.require_super_admin from public;
grant execute on function public.require_super_admin to app_user;
alter function public.require_super_admin owner to app_definer;
