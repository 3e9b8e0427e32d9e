-- The first line of every function that shows or does something beyond one's own tenant.
create or replace function public.require_admin()
  returns uuid
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  if not exists (select from public.users u where u.id = v_user_id and u.role in ('admin', 'super_admin')) then
    raise sqlstate 'VC403' using
      message = 'admin_only',
      hint = 'Only administrators may see this.';
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_admin is
  'The id of the signed-in administrator. Raises not_signed_in, admin_only.';
revoke all on function public.require_admin from public;
grant execute on function public.require_admin to app_user;
alter function public.require_admin owner to app_definer;
