create or replace function api.get_contact_import(p_import_id uuid)
  returns api.contact_imports
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import api.contact_imports;
begin
  perform public.require_user();
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  return v_import;
end
$function$;
comment on function api.get_contact_import is
  'One import with its accounting. Raises not_signed_in, import_not_found.';
revoke all on function api.get_contact_import from public;
grant execute on function api.get_contact_import to app_user;
