create or replace function public.set_analyst_password(p_login text, p_verifier text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.set_login_password(public.require_analyst(p_login), p_verifier);
end
$function$;
comment on function public.set_analyst_password is
  'Gives an analyst''s login another password; its sessions go on. Called by api.renew_analyst_password and the command analysts. Raises login_not_found, login_name_invalid, verifier_invalid.';
revoke all on function public.set_analyst_password from public;
alter function public.set_analyst_password owner to app_definer;
