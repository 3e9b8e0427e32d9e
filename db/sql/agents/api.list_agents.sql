create or replace function api.list_agents()
  returns setof api.agents
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select a.* from api.agents a order by a.name, a.id;
end
$function$;
comment on function api.list_agents is
  'The tenant''s agents by name. Raises not_signed_in.';
revoke all on function api.list_agents from public;
grant execute on function api.list_agents to app_user;
