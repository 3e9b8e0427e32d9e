create or replace function api.list_lines(p_campaign_id uuid default null)
  returns setof api.lines
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select l.*
  from api.lines l
  where p_campaign_id is null or l.campaign_id = p_campaign_id
  order by l.since, l.id
  limit 500;
end
$function$;
comment on function api.list_lines is
  'The tenant''s lines in use, of one campaign or all, longest first. Raises not_signed_in.';
revoke all on function api.list_lines from public;
grant execute on function api.list_lines to app_user;
