-- Also of another installation on the same server: roles belong to the server, and whoever may remove a login here may do so there.
create or replace function public.require_analyst(p_login text)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Two who change a login at the same moment would both change its role, and the second would fail: they take turns at its grants.
  perform 1 from analytics.analyst_grant g where g.login = p_login order by g.user_id for update;
  if not exists (select from api.analysts a where a.login = p_login) then
    raise sqlstate 'VC404' using
      message = 'login_not_found',
      detail = format('login %s', p_login),
      hint = 'There is no analyst with this login.';
  end if;
  return p_login;
end
$function$;
comment on function public.require_analyst is
  'The name, if it is a login of an analyst, whose grants it locks. Called by set_analyst_password and remove_analyst. Raises login_not_found.';
revoke all on function public.require_analyst from public;
alter function public.require_analyst owner to app_definer;
