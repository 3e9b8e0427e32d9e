create or replace function api.list_contact_import_forecasts(p_import_id uuid)
  returns setof api.contact_import_forecasts
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select f.* from api.contact_import_forecasts f where f.import_id = p_import_id order by f.policy;
end
$function$;
comment on function api.list_contact_import_forecasts is
  'What an import that waits would do under each policy; empty once it has begun. Raises not_signed_in.';
revoke all on function api.list_contact_import_forecasts from public;
grant execute on function api.list_contact_import_forecasts to app_user;
