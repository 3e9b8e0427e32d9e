create or replace function api.list_campaigns(p_status text default null, p_limit integer default 200)
  returns setof api.campaigns
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select c.*
  from api.campaigns c
  where p_status is null or c.status = p_status
  order by c.created_at desc, c.id
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_campaigns is
  'The tenant''s campaigns, newest first. Raises not_signed_in.
@words p_status call_campaigns.status';
revoke all on function api.list_campaigns from public;
grant execute on function api.list_campaigns to app_user;
