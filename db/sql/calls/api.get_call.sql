create or replace function api.get_call(p_call_id uuid)
  returns api.call_details
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call api.call_details;
begin
  perform public.require_user();
  select c.* into v_call from api.call_details c where c.id = p_call_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'call_not_found',
      detail = format('call %s', p_call_id),
      hint = 'This call no longer exists.';
  end if;
  return v_call;
end
$function$;
comment on function api.get_call is
  'One call with transcript and cost. Raises not_signed_in, call_not_found.';
revoke all on function api.get_call from public;
grant execute on function api.get_call to app_user;
