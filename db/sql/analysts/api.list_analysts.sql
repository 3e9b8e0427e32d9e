create or replace function api.list_analysts()
  returns setof api.analysts
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select a.*
  from api.analysts a
  order by a.login;
end
$function$;
comment on function api.list_analysts is
  'All logins of analysts by name. Raises not_signed_in, admin_only.';
revoke all on function api.list_analysts from public;
grant execute on function api.list_analysts to app_user;
alter function api.list_analysts owner to app_definer;
