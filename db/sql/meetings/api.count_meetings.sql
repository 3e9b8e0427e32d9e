create or replace function api.count_meetings(p_now timestamptz default now())
  returns table (today integer, open integer, conflicting integer, not_synced integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_zone text := public.get_user_timezone(public.current_user_id());
  v_today date := (p_now at time zone v_zone)::date;
begin
  perform public.require_user();
  return query
  select
    count(*) filter (where m.meeting_time < (v_today + 1)::timestamp at time zone v_zone)::integer,
    count(*)::integer,
    count(*) filter (where m.is_conflicting)::integer,
    count(*) filter (where m.sync_state = 'failed')::integer
  from api.meetings m
  where m.is_open;
end
$function$;
comment on function api.count_meetings is
  'How many meetings are still to happen: today in the tenant''s zone, at all, at the same time as something else, and refused by the calendar. Raises not_signed_in.
@notNull today
@notNull open
@notNull conflicting
@notNull not_synced';
revoke all on function api.count_meetings from public;
grant execute on function api.count_meetings to app_user;
