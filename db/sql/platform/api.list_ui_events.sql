-- A stream's next lines. Ids do not commit in their order, so the last ten seconds before the cursor come again:
-- telling a page twice to look again is harmless. Whether a cursor is older than what is kept, the stream finds out.
create or replace function api.list_ui_events(
  p_after_id bigint,
  p_overlap_seconds integer default 0,
  p_limit integer default 500,
  p_now timestamptz default now()
)
  returns setof api.ui_events
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select e.*
  from api.ui_events e
  where e.id > p_after_id
    or (e.created_at > p_now - p_overlap_seconds * interval '1 second' and p_overlap_seconds > 0)
  order by e.id
  limit least(greatest(p_limit, 1), 1000);
end
$function$;
comment on function api.list_ui_events is
  'Live events of the tenant after an id, and again those of the last p_overlap_seconds. Raises not_signed_in.';
revoke all on function api.list_ui_events from public;
grant execute on function api.list_ui_events to app_user;
