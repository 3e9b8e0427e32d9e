create or replace function public.my_password_is_set()
  returns boolean
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select exists (select from public.users u where u.id = public.current_user_id() and u.password_hash is not null)
$function$;
comment on function public.my_password_is_set is
  'Whether the signed-in person can sign in with a password. Called by api.identities and has_password.
@notNull';
revoke all on function public.my_password_is_set from public;
grant execute on function public.my_password_is_set to app_user, app_definer;
alter function public.my_password_is_set owner to app_definer;
