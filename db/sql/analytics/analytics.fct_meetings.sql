create or replace view analytics.fct_meetings with (security_barrier = true) as
select
  m.id as meeting_id,
  m.user_id as tenant_id,
  m.call_id,
  m.contact_id,
  m.meeting_time,
  m.duration_minutes,
  m.status,
  m.created_at,
  (m.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from m.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.calendar_meetings m
join analytics.dim_tenants t on t.tenant_id = m.user_id;

comment on view analytics.fct_meetings is 'One row per meeting.';
comment on column analytics.fct_meetings.meeting_id is 'The meeting.';
comment on column analytics.fct_meetings.tenant_id is 'The tenant.';
comment on column analytics.fct_meetings.call_id is 'Call it was agreed in; null: none.';
comment on column analytics.fct_meetings.contact_id is 'With whom; null when unknown.';
comment on column analytics.fct_meetings.meeting_time is 'When it begins.';
comment on column analytics.fct_meetings.duration_minutes is 'Unit: minutes.';
comment on column analytics.fct_meetings.status is 'scheduled, completed, cancelled or rescheduled.';
comment on column analytics.fct_meetings.created_at is 'When it was booked.';
comment on column analytics.fct_meetings.local_date is 'Local day of created_at.';
comment on column analytics.fct_meetings.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_meetings.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_meetings owner to app_masker;
revoke all on analytics.fct_meetings from public;
grant select on analytics.fct_meetings to app_analyst;
