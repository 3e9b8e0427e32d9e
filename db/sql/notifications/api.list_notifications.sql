create or replace function api.list_notifications(
  p_only_unread boolean default false,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.notifications
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select n.*
  from api.notifications n
  where (p_only_unread is not true or not n.is_read)
    and (p_before_id is null or (n.created_at, n.id) < (p_before_at, p_before_id))
  order by n.created_at desc, n.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_notifications is
  'A page of messages, the newest first; the next page begins before the last created_at and id. Raises not_signed_in.';
revoke all on function api.list_notifications from public;
grant execute on function api.list_notifications to app_user;
