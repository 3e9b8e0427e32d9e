create or replace function public.require_another_super_admin(p_user_id uuid)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from public.users u where u.role = 'super_admin' and u.is_active and u.id <> p_user_id) then
    raise sqlstate 'VC409' using
      message = 'last_super_admin',
      hint = 'This is the last active super administrator; make another one first.';
  end if;
end
$function$;
comment on function public.require_another_super_admin is
  'Nothing when an active super administrator besides this one exists. Called under lock_user. Raises last_super_admin.';
revoke all on function public.require_another_super_admin from public;
alter function public.require_another_super_admin owner to app_definer;
