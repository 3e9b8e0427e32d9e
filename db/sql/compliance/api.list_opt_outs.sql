create or replace function api.list_opt_outs(
  p_search text default null,
  p_before timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.opt_outs
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select o.*
  from api.opt_outs o
  where (p_before is null or (o.created_at, o.id) < (p_before, p_before_id))
    and (p_search is null or strpos(o.phone_number, regexp_replace(p_search, '[^0-9]', '', 'g')) > 0)
  order by o.created_at desc, o.id desc
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_opt_outs is
  'A page of the tenant''s do-not-call list, newest first, by digits of the number; the next page begins after the last instant and id. Raises not_signed_in.';
revoke all on function api.list_opt_outs from public;
grant execute on function api.list_opt_outs to app_user;
