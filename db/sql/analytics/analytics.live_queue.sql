create or replace view analytics.live_queue with (security_barrier = true) as
select
  q.queue_item_id,
  q.tenant_id,
  q.campaign_id,
  q.contact_id,
  q.call_type,
  q.status,
  q.attempts,
  q.created_at,
  q.scheduled_for,
  q.local_date,
  q.local_hour,
  q.tenant_timezone
from analytics.fct_queue_items q
where q.status in ('pending', 'processing');

comment on view analytics.live_queue is 'One row per person who waits for a call or is on the line now.';
comment on column analytics.live_queue.queue_item_id is 'The item.';
comment on column analytics.live_queue.tenant_id is 'The tenant.';
comment on column analytics.live_queue.campaign_id is 'Its campaign; null for direct calls.';
comment on column analytics.live_queue.contact_id is 'Whom to call.';
comment on column analytics.live_queue.call_type is 'direct or campaign.';
comment on column analytics.live_queue.status is 'pending or processing.';
comment on column analytics.live_queue.attempts is 'Calls so far that count.';
comment on column analytics.live_queue.created_at is 'When it was queued.';
comment on column analytics.live_queue.scheduled_for is 'Not to be called before; null: at once.';
comment on column analytics.live_queue.local_date is 'Local day of created_at.';
comment on column analytics.live_queue.local_hour is 'Local hour of created_at, 0 to 23.';
comment on column analytics.live_queue.tenant_timezone is 'Zone of the tenant.';
alter view analytics.live_queue owner to app_masker;
revoke all on analytics.live_queue from public;
grant select on analytics.live_queue to app_analyst;
