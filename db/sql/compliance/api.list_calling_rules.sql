create or replace function api.list_calling_rules()
  returns setof api.calling_rules
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select r.* from api.calling_rules r order by r.jurisdiction;
end
$function$;
comment on function api.list_calling_rules is
  'The calling rules that hold today. Raises not_signed_in.';
revoke all on function api.list_calling_rules from public;
grant execute on function api.list_calling_rules to app_user;
