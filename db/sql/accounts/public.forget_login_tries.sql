-- A try that was right is none to be counted. The pair begins anew; of the others only this try goes, because a right password says nothing
-- about the tries of others on this account or from this address.
create or replace function public.forget_login_tries(p_email text, p_ip_address inet)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from public.login_limits l
  where l.key = public.login_limit_key('1 pair', lower(btrim(p_email)) || ' ' || host(p_ip_address));
  update public.login_limits l
  set tries = greatest(l.tries - 1, 0)
  where l.key in (public.login_limit_key('2 account', lower(btrim(p_email))), public.login_limit_key('3 address', host(p_ip_address)));
end
$function$;
comment on function public.forget_login_tries is
  'Takes a right try out of the counters. Called by sign_in and change_password, which have counted it.';
revoke all on function public.forget_login_tries from public;
alter function public.forget_login_tries owner to app_definer;
