create or replace function api.get_me()
  returns api.me
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_me api.me;
begin
  perform public.require_user();
  select m.* into v_me from api.me m;
  return v_me;
end
$function$;
comment on function api.get_me is
  'The signed-in user with credits, lines and zone. Raises not_signed_in.';
revoke all on function api.get_me from public;
grant execute on function api.get_me to app_user;
