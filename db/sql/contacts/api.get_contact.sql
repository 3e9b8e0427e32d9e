create or replace function api.get_contact(p_contact_id uuid)
  returns api.contacts
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_contact api.contacts;
begin
  perform public.require_user();
  select c.* into v_contact from api.contacts c where c.id = p_contact_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  return v_contact;
end
$function$;
comment on function api.get_contact is
  'One contact. Raises not_signed_in, contact_not_found.';
revoke all on function api.get_contact from public;
grant execute on function api.get_contact to app_user;
