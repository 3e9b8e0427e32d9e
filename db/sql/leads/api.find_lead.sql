create or replace function api.find_lead(p_call_id uuid)
  returns setof api.leads
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select l.* from api.leads l where l.call_id = p_call_id;
end
$function$;
comment on function api.find_lead is
  'The lead that comes from a call; no row when the call has not been analysed. Raises not_signed_in.';
revoke all on function api.find_lead from public;
grant execute on function api.find_lead to app_user;
