create or replace view analytics.fct_calls with (security_barrier = true) as
select
  c.id as call_id,
  c.user_id as tenant_id,
  c.agent_id,
  c.contact_id,
  c.campaign_id,
  c.attempt_id,
  c.lead_type as direction,
  coalesce(c.call_source, 'unknown') as call_source,
  c.status,
  c.started_at is not null as is_answered,
  c.confirmed_at is not null as is_confirmed,
  c.duration_seconds,
  c.credits,
  c.sentiment,
  left(c.phone_number, greatest(length(c.phone_number) - 6, 3)) || '****' || right(c.phone_number, 2) as phone_masked,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.phone_number end as phone_number,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.transcript end as transcript,
  c.created_at,
  c.started_at as answered_at,
  c.ended_at,
  c.local_date,
  c.local_hour,
  t.tenant_timezone
from public.calls c
join analytics.dim_tenants t on t.tenant_id = c.user_id;

comment on view analytics.fct_calls is 'One row per call that the provider has accepted or that came in.';
comment on column analytics.fct_calls.call_id is 'The call.';
comment on column analytics.fct_calls.tenant_id is 'The tenant.';
comment on column analytics.fct_calls.agent_id is 'Who talked.';
comment on column analytics.fct_calls.contact_id is 'With whom; null when unknown or gone.';
comment on column analytics.fct_calls.campaign_id is 'In which campaign; null for direct and inbound calls.';
comment on column analytics.fct_calls.attempt_id is 'Attempt that placed it; null for inbound calls.';
comment on column analytics.fct_calls.direction is 'inbound or outbound.';
comment on column analytics.fct_calls.call_source is 'phone, internet or unknown.';
comment on column analytics.fct_calls.status is 'initiated, in-progress, completed, failed, busy or no-answer.';
comment on column analytics.fct_calls.is_answered is 'True: somebody or something answered.';
comment on column analytics.fct_calls.is_confirmed is 'True: the provider has confirmed the end; status, duration and credits are final.';
comment on column analytics.fct_calls.duration_seconds is 'Talk as billed, null until known. Unit: seconds.';
comment on column analytics.fct_calls.credits is 'Charged; 0 until confirmed. Unit: credits.';
comment on column analytics.fct_calls.sentiment is 'positive, neutral, negative or mixed; null when not analysed.';
comment on column analytics.fct_calls.phone_masked is 'Number of the other party without its middle.';
comment on column analytics.fct_calls.phone_number is 'Personal data. Number of the other party; null for logins without that right.';
comment on column analytics.fct_calls.transcript is 'Personal data. What was said; null for logins without that right.';
comment on column analytics.fct_calls.created_at is 'When it was dialed, or came in.';
comment on column analytics.fct_calls.answered_at is 'When it was answered; null when it was not.';
comment on column analytics.fct_calls.ended_at is 'When the line was free; null before.';
comment on column analytics.fct_calls.local_date is 'Local day of created_at.';
comment on column analytics.fct_calls.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_calls.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_calls owner to app_masker;
revoke all on analytics.fct_calls from public;
grant select on analytics.fct_calls to app_analyst;
