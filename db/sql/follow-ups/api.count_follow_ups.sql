create or replace function api.count_follow_ups()
  returns table (overdue integer, today integer, later integer, done integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  perform public.require_user();
  return query
  select
    count(*) filter (where f.due = 'overdue')::integer,
    count(*) filter (where f.due = 'today')::integer,
    count(*) filter (where f.due = 'later')::integer,
    count(*) filter (where f.due = 'done')::integer
  from api.follow_ups f
  where not f.is_deleted;
end
$function$;
comment on function api.count_follow_ups is
  'How many tasks are overdue, due today, due later, done. Raises not_signed_in.
@notNull overdue
@notNull today
@notNull later
@notNull done';
revoke all on function api.count_follow_ups from public;
grant execute on function api.count_follow_ups to app_user;
