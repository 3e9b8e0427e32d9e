-- A meeting that was booked by hand for the call, or cancelled since, counts: nothing is booked a second time. The row of the lead is locked by
-- whoever writes it, so two analyses of one call come one after the other.
create or replace function public.book_meetings_of_leads()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_now timestamptz;
begin
  with booked as (
    insert into public.calendar_meetings (
      user_id, call_id, contact_id, meeting_time, duration_minutes, title, attendee_email, timezone, created_at
    )
    select
      n.user_id, n.call_id, n.contact_id, n.meeting_scheduled_at, public.setting('meetings.default_minutes'),
      left(format('Meeting with %s', coalesce(c.name, k.phone_number)), 500), public.mail_address(c.email), public.get_user_timezone(n.user_id),
      n.updated_at
    from new_rows n
    join public.calls k on k.id = n.call_id
    left join public.contacts c on c.id = n.contact_id
    where n.meeting_scheduled_at > n.updated_at
      and n.meeting_scheduled_at < n.updated_at + interval '5 years'
      and not exists (select from public.calendar_meetings m where m.call_id = n.call_id)
    order by n.user_id, n.call_id
    returning id, user_id, call_id, meeting_time, title, timezone, created_at
  ),
  told as (
    insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
    select
      b.user_id, 'meeting_booked', b.id::text, left(b.title, 255),
      format(
        'Agreed in a call for %s (%s).%s', to_char(b.meeting_time at time zone b.timezone, 'FMDay, FMDD FMMonth YYYY, HH24:MI'), b.timezone,
        case
          when public.meeting_conflict(b.user_id, b.meeting_time, public.setting('meetings.default_minutes'), b.id) is null then ''
          else ' Something else is at the same time.'
        end
      ),
      format('/meetings?peek=%s', b.id), jsonb_build_object('meeting_id', b.id, 'call_id', b.call_id), b.created_at
    from booked b
    order by b.user_id, b.id
    on conflict do nothing
  )
  select array_agg(b.id order by b.id), max(b.created_at) into v_ids, v_now from booked b;
  perform public.push_meeting(i.id, '{}', v_now)
  from unnest(v_ids) as i (id);
  return null;
end
$function$;
comment on function public.book_meetings_of_leads is
  'Trigger of lead_analytics: books the meeting that was agreed in a call, once for each call, and tells the tenant.';
revoke all on function public.book_meetings_of_leads from public;
alter function public.book_meetings_of_leads owner to app_definer;
