-- A tenant reads its own rows; every write is a function of ours.

comment on table public.calendar_meetings is
  'One row per meeting agreed with a person, in the calendar of the tenant.';
comment on column public.calendar_meetings.id is 'Key.';
comment on column public.calendar_meetings.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_meetings.call_id is 'Call in which it was agreed; null when it was none or is gone.';
comment on column public.calendar_meetings.contact_id is 'Person to meet; null when unknown or gone.';
comment on column public.calendar_meetings.meeting_time is 'Instant at which it begins.';
comment on column public.calendar_meetings.duration_minutes is 'Length in minutes, more than 0.';
comment on column public.calendar_meetings.title is 'Title in the calendar.';
comment on column public.calendar_meetings.description is 'Text in the calendar; null when none.';
comment on column public.calendar_meetings.location is 'Place in words; null when none.';
comment on column public.calendar_meetings.attendee_email is 'Address that is invited; null when nobody is.';
comment on column public.calendar_meetings.google_event_id is 'Id of the event at Google, unique; null until it is there.';
comment on column public.calendar_meetings.google_calendar_id is 'Calendar at Google; null until it is there.';
comment on column public.calendar_meetings.google_meet_link is 'Link to the video meeting; null when there is none.';
comment on column public.calendar_meetings.status is 'scheduled, rescheduled (moved, and still to happen), completed (over), cancelled. Its steps are meeting_status_steps.';
comment on column public.calendar_meetings.timezone is 'Time zone (IANA name) the meeting is shown in.';
comment on column public.calendar_meetings.created_at is 'When the row was written.';
comment on column public.calendar_meetings.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.calendar_meetings enable row level security;
alter table public.calendar_meetings force row level security;

drop policy if exists calendar_meetings_select_own on public.calendar_meetings;
create policy calendar_meetings_select_own on public.calendar_meetings for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_meetings_select_own on public.calendar_meetings is 'A tenant reads its own calendar meetings.';

drop policy if exists calendar_meetings_all_definer on public.calendar_meetings;
create policy calendar_meetings_all_definer on public.calendar_meetings for all to app_definer
  using (true) with check (true);
comment on policy calendar_meetings_all_definer on public.calendar_meetings is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_meetings to app_user;
grant select, insert, update, delete on public.calendar_meetings to app_definer;
grant select on public.calendar_meetings to app_masker;

drop policy if exists calendar_meetings_select_masker on public.calendar_meetings;
create policy calendar_meetings_select_masker on public.calendar_meetings for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy calendar_meetings_select_masker on public.calendar_meetings is 'Views of schema analytics see the tenants that the login may see.';
