-- The one rule for what names a login may have: none that is a role of ours, of the server or of anybody else.
create or replace function public.require_login_name(p_login text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_login is null or p_login !~ '^analyst_[a-z0-9_]{1,50}$' then
    raise sqlstate 'VC400' using
      message = 'login_name_invalid',
      detail = format('login %s', p_login),
      hint = 'The name of a login is analyst_ followed by small letters, digits and _.';
  end if;
  return p_login;
end
$function$;
comment on function public.require_login_name is
  'The name, if a login of an analyst may have it. Called by create_analyst, set_analyst_password and remove_analyst. Raises login_name_invalid.';
revoke all on function public.require_login_name from public;
grant execute on function public.require_login_name to app_definer, app_login_maker;
