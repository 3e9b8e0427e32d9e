create or replace function api.has_password()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return public.my_password_is_set();
end
$function$;
comment on function api.has_password is
  'Whether the person can sign in with a password; accounts opened with an account elsewhere have none at first. Raises not_signed_in.
@notNull';
revoke all on function api.has_password from public;
grant execute on function api.has_password to app_user;
