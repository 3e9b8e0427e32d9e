-- The grants go first: what is running sees nothing more from the commit on, even if its session outlived it.
create or replace function public.remove_analyst(p_login text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_analyst(p_login);
  delete from analytics.analyst_grant g where g.login = p_login;
  perform public.end_login_sessions(p_login);
  perform public.drop_login(p_login);
end
$function$;
comment on function public.remove_analyst is
  'Ends the sessions of an analyst''s login and removes it with its grants. Called by api.remove_analyst and the command analysts. Raises login_not_found, login_name_invalid.';
revoke all on function public.remove_analyst from public;
alter function public.remove_analyst owner to app_definer;
