create or replace function api.list_queue_items(
  p_campaign_id uuid default null,
  p_status text default null,
  p_limit integer default 50
)
  returns setof api.queue_items
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select q.*
  from api.queue_items q
  where (p_campaign_id is null or q.campaign_id = p_campaign_id)
    and (p_status is null or q.status = p_status)
  order by q.call_type desc, q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_queue_items is
  'Queued people in dialing order, of one campaign or all, in one state or all. Raises not_signed_in.
@words p_status call_queue.status';
revoke all on function api.list_queue_items from public;
grant execute on function api.list_queue_items to app_user;
