create or replace function api.list_contact_imports(p_limit integer default 50)
  returns setof api.contact_imports
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select i.* from api.contact_imports i order by i.created_at desc, i.id limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_contact_imports is
  'The tenant''s imports, newest first. Raises not_signed_in.';
revoke all on function api.list_contact_imports from public;
grant execute on function api.list_contact_imports to app_user;
