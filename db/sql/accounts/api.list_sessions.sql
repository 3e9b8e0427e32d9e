create or replace function api.list_sessions()
  returns setof api.sessions
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query select s.* from api.sessions s order by s.is_current desc, s.last_used_at desc nulls last, s.id;
end
$function$;
comment on function api.list_sessions is
  'The person''s open sessions, the current one first. Raises not_signed_in.';
revoke all on function api.list_sessions from public;
grant execute on function api.list_sessions to app_user;
