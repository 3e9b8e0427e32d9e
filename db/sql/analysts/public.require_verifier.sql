create or replace function public.require_verifier(p_verifier text)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_verifier is null or p_verifier !~ '^SCRAM-SHA-256\$[0-9]{4,6}:[A-Za-z0-9+/=]{20,40}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
    raise sqlstate 'VC400' using
      message = 'verifier_invalid',
      hint = 'A password arrives here as its SCRAM-SHA-256 verifier and never as such.';
  end if;
end
$function$;
comment on function public.require_verifier is
  'Nothing, if this is a SCRAM verifier. Called by create_login and set_login_password. Raises verifier_invalid.';
revoke all on function public.require_verifier from public;
grant execute on function public.require_verifier to app_login_maker;
