create or replace function api.list_follow_ups(
  p_due text default null,
  p_contact_id uuid default null,
  p_after_date date default null,
  p_after_id uuid default null,
  p_limit integer default 50
)
  returns setof api.follow_ups
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select f.*
  from api.follow_ups f
  where not f.is_deleted
    and (case when p_due is null then not f.is_completed when p_due = 'all' then true else f.due = p_due end)
    and (p_contact_id is null or f.contact_id = p_contact_id)
    and (p_after_id is null or (f.follow_up_date, f.id) > (p_after_date, p_after_id))
  order by f.follow_up_date, f.id
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_follow_ups is
  'A page of tasks by day, the longest overdue first; the next page begins after the last day and id. p_due is overdue, today, later, done or all; null is all that is open. Raises not_signed_in.';
revoke all on function api.list_follow_ups from public;
grant execute on function api.list_follow_ups to app_user;
