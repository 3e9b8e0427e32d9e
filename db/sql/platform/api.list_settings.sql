create or replace function api.list_settings()
  returns setof api.settings
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query select s.* from api.settings s order by s.key;
end
$function$;
comment on function api.list_settings is
  'The settings of the installation by name. Raises not_signed_in, admin_only.';
revoke all on function api.list_settings from public;
grant execute on function api.list_settings to app_user;
alter function api.list_settings owner to app_definer;
