create or replace function public.drop_login(p_login text)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- As in create_login.
  for attempt in 1..5 loop
    begin
      execute format('drop role %I', public.require_login_name(p_login));
      exit;
    exception when internal_error then
      if attempt = 5 then
        raise;
      end if;
    end;
  end loop;
end
$function$;
comment on function public.drop_login is
  'Removes the role of an analyst. Called by remove_analyst, which knows that it is one. Raises login_name_invalid.';
revoke all on function public.drop_login from public;
grant execute on function public.drop_login to app_definer;
grant create on schema public to app_login_maker;
alter function public.drop_login owner to app_login_maker;
revoke create on schema public from app_login_maker;
