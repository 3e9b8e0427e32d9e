create or replace function api.list_identities()
  returns setof api.identities
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select i.* from api.identities i order by i.provider;
end
$function$;
comment on function api.list_identities is
  'Accounts elsewhere with which the person can sign in. Raises not_signed_in.';
revoke all on function api.list_identities from public;
grant execute on function api.list_identities to app_user;
