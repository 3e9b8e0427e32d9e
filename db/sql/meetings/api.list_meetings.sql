create or replace function api.list_meetings(
  p_which text default 'open',
  p_contact_id uuid default null,
  p_after_at timestamptz default null,
  p_after_meeting uuid default null,
  p_limit integer default 50
)
  returns setof api.meetings
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select m.*
  from api.meetings m
  where case p_which when 'open' then m.is_open when 'all' then true else m.status = p_which end
    and (p_contact_id is null or m.contact_id = p_contact_id)
    and (p_after_meeting is null or case
      when p_which = 'open' then (m.meeting_time, m.id) > (p_after_at, p_after_meeting)
      else (m.meeting_time, m.id) < (p_after_at, p_after_meeting)
    end)
  order by
    case when p_which = 'open' then m.meeting_time end,
    case when p_which = 'open' then m.id end,
    m.meeting_time desc,
    m.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_meetings is
  'A page of meetings: open ones the next first; completed, cancelled or all of them the latest first. The next page begins behind the last meeting_time and id. Raises not_signed_in.';
revoke all on function api.list_meetings from public;
grant execute on function api.list_meetings to app_user;
