create or replace function public.set_login_password(p_login text, p_verifier text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_verifier(p_verifier);
  execute format('alter role %I password %L', public.require_login_name(p_login), p_verifier);
end
$function$;
comment on function public.set_login_password is
  'Gives the role of an analyst another password; its sessions go on. Called by set_analyst_password, which knows that it is one. Raises login_name_invalid, verifier_invalid.';
revoke all on function public.set_login_password from public;
grant execute on function public.set_login_password to app_definer;
grant create on schema public to app_login_maker;
alter function public.set_login_password owner to app_login_maker;
revoke create on schema public from app_login_maker;
