create or replace view analytics.fct_queue_items with (security_barrier = true) as
select
  q.id as queue_item_id,
  q.user_id as tenant_id,
  q.campaign_id,
  q.contact_id,
  q.agent_id,
  q.call_type,
  q.status,
  q.attempts,
  q.max_retries,
  q.error_message as reason,
  q.call_id,
  q.created_at,
  q.scheduled_for,
  f.first_at as first_attempt_at,
  extract(epoch from f.first_at - q.created_at)::integer as waited_seconds,
  q.completed_at as ended_at,
  (q.created_at at time zone t.tenant_timezone)::date as local_date,
  extract(hour from q.created_at at time zone t.tenant_timezone)::smallint as local_hour,
  t.tenant_timezone
from public.call_queue q
join analytics.dim_tenants t on t.tenant_id = q.user_id
left join lateral (select min(a.created_at) as first_at from public.call_attempts a where a.queue_id = q.id) f on true;

comment on view analytics.fct_queue_items is 'One row per person to be called, in a campaign or directly.';
comment on column analytics.fct_queue_items.queue_item_id is 'The item.';
comment on column analytics.fct_queue_items.tenant_id is 'The tenant.';
comment on column analytics.fct_queue_items.campaign_id is 'Its campaign; null for direct calls.';
comment on column analytics.fct_queue_items.contact_id is 'Whom to call.';
comment on column analytics.fct_queue_items.agent_id is 'Who calls.';
comment on column analytics.fct_queue_items.call_type is 'direct or campaign.';
comment on column analytics.fct_queue_items.status is 'pending, processing, completed, failed, cancelled, busy or no_answer.';
comment on column analytics.fct_queue_items.attempts is 'Calls so far that count.';
comment on column analytics.fct_queue_items.max_retries is 'Calls after the first that are allowed.';
comment on column analytics.fct_queue_items.reason is 'Why it ended as it did; null when nothing went wrong.';
comment on column analytics.fct_queue_items.call_id is 'Its last call; null: none.';
comment on column analytics.fct_queue_items.created_at is 'When it was queued.';
comment on column analytics.fct_queue_items.scheduled_for is 'Not to be called before; null: at once.';
comment on column analytics.fct_queue_items.first_attempt_at is 'When it was first claimed; null: not yet.';
comment on column analytics.fct_queue_items.waited_seconds is 'From queued to first claimed; null before. Unit: seconds.';
comment on column analytics.fct_queue_items.ended_at is 'When it ended; null before.';
comment on column analytics.fct_queue_items.local_date is 'Local day of created_at.';
comment on column analytics.fct_queue_items.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.fct_queue_items.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_queue_items owner to app_masker;
revoke all on analytics.fct_queue_items from public;
grant select on analytics.fct_queue_items to app_analyst;
