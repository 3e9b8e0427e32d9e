create or replace function api.get_contact_action(p_action_id uuid)
  returns api.contact_actions
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_action api.contact_actions;
begin
  perform public.require_user();
  select a.* into v_action from api.contact_actions a where a.id = p_action_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_action_not_found',
      detail = format('act %s', p_action_id),
      hint = 'This can no longer be undone.';
  end if;
  return v_action;
end
$function$;
comment on function api.get_contact_action is
  'An act on contacts, with how far it has come. Raises not_signed_in, contact_action_not_found.';
revoke all on function api.get_contact_action from public;
grant execute on function api.get_contact_action to app_user;
