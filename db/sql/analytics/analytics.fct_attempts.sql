create or replace view analytics.fct_attempts with (security_barrier = true) as
select
  a.id as attempt_id,
  a.user_id as tenant_id,
  a.queue_id as queue_item_id,
  c.id as call_id,
  q.campaign_id,
  q.contact_id,
  row_number() over (partition by a.queue_id order by a.created_at, a.id) as attempt_number,
  a.state,
  a.http_status,
  a.hold_amount,
  a.tenant_slots_before as lines_in_use_before,
  a.tenant_cap as lines_limit,
  a.created_at,
  a.sent_at,
  a.answered_at,
  a.closed_at,
  (a.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from a.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.call_attempts a
join analytics.dim_tenants t on t.tenant_id = a.user_id
left join public.call_queue q on q.id = a.queue_id
left join public.calls c on c.attempt_id = a.id;

comment on view analytics.fct_attempts is 'One row per attempt to place a call; those that the provider refused have no call.';
comment on column analytics.fct_attempts.attempt_id is 'The attempt.';
comment on column analytics.fct_attempts.tenant_id is 'The tenant.';
comment on column analytics.fct_attempts.queue_item_id is 'Item of the queue.';
comment on column analytics.fct_attempts.call_id is 'The call it became; null: none.';
comment on column analytics.fct_attempts.campaign_id is 'Campaign of the item; null for direct calls.';
comment on column analytics.fct_attempts.contact_id is 'Whom it was for.';
comment on column analytics.fct_attempts.attempt_number is 'First, second, ... attempt for that item.';
comment on column analytics.fct_attempts.state is 'intent, sending, accepted, rejected, unknown or void.';
comment on column analytics.fct_attempts.http_status is 'Answer of the provider; null: none.';
comment on column analytics.fct_attempts.hold_amount is 'Reserved for it. Unit: credits.';
comment on column analytics.fct_attempts.lines_in_use_before is 'Calls of the tenant that ran when it was claimed.';
comment on column analytics.fct_attempts.lines_limit is 'Its limit then: the number before is always below it.';
comment on column analytics.fct_attempts.created_at is 'When it was claimed.';
comment on column analytics.fct_attempts.sent_at is 'When the request left; null: it never did.';
comment on column analytics.fct_attempts.answered_at is 'When the provider answered the request.';
comment on column analytics.fct_attempts.closed_at is 'When nothing more could come of it.';
comment on column analytics.fct_attempts.local_date is 'Local day of created_at.';
comment on column analytics.fct_attempts.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_attempts.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_attempts owner to app_masker;
revoke all on analytics.fct_attempts from public;
grant select on analytics.fct_attempts to app_analyst;
