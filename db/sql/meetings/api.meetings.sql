-- What overlaps is said, not forbidden: two meetings at once may be meant, and the calendar elsewhere knows more than we do.
create or replace view api.meetings with (security_invoker = true) as
select
  m.id,
  m.contact_id,
  c.name as contact_name,
  c.phone_number,
  m.call_id,
  m.meeting_time,
  m.duration_minutes,
  m.meeting_time + m.duration_minutes * interval '1 minute' as ends_at,
  m.timezone,
  m.title,
  m.description,
  m.location,
  m.attendee_email,
  m.google_meet_link,
  m.status,
  m.status in ('scheduled', 'rescheduled') as is_open,
  m.status in ('scheduled', 'rescheduled')
    and public.meeting_conflict(m.user_id, m.meeting_time, m.duration_minutes, m.id) is not null as is_conflicting,
  coalesce(s.push_state, 'none') as sync_state,
  coalesce(s.conference_state, 'none') as conference_state,
  s.last_error as sync_error,
  m.created_at
from public.calendar_meetings m
left join public.contacts c on c.id = m.contact_id
left join public.calendar_meeting_sync s on s.meeting_id = m.id;
comment on view api.meetings is 'One row per meeting of the signed-in tenant.';
comment on column api.meetings.id is 'The meeting.';
comment on column api.meetings.contact_id is 'With whom; null when unknown or gone.';
comment on column api.meetings.contact_name is 'Name of that person; null when unknown.';
comment on column api.meetings.phone_number is 'Number of that person; null when unknown.';
comment on column api.meetings.call_id is 'Call in which it was agreed; null when it was none.';
comment on column api.meetings.meeting_time is 'When it begins.';
comment on column api.meetings.duration_minutes is 'Length. Unit: minutes.';
comment on column api.meetings.ends_at is E'When it ends.\n@notNull';
comment on column api.meetings.timezone is 'Zone (IANA name) it was agreed in.';
comment on column api.meetings.title is 'Title in the calendar.';
comment on column api.meetings.description is 'Text in the calendar; null when none.';
comment on column api.meetings.location is 'Place in words; null when none.';
comment on column api.meetings.attendee_email is 'Address that is invited; null when nobody is.';
comment on column api.meetings.google_meet_link is 'Link to the video meeting; null when there is none.';
comment on column api.meetings.status is 'scheduled, rescheduled (moved), completed or cancelled.';
comment on column api.meetings.is_open is E'True: it is still to happen.\n@notNull';
comment on column api.meetings.is_conflicting is E'True: another meeting or something in the connected calendar is at the same time.\n@notNull';
comment on column api.meetings.sync_state is E'none: no calendar is connected; waiting: will be written to it; done: both say the same; failed: the calendar refuses it.\n@notNull';
comment on column api.meetings.conference_state is E'The video meeting: none, wanted, pending, success, failure.\n@notNull';
comment on column api.meetings.sync_error is 'Why the calendar refuses it; null when it does not.';
comment on column api.meetings.created_at is 'When it was booked.';
grant select on api.meetings to app_user, app_definer;
