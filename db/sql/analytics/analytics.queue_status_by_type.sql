-- The view public.queue_status_by_type for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.queue_status_by_type with (security_barrier = true) as
select
  q.user_id as tenant_id,
  q.call_type,
  q.status,
  count(*) as items,
  count(*) filter (where q.status = 'pending' and q.due) as due_items,
  min(q.created_at) as oldest_created_at,
  min(q.scheduled_for) filter (where q.status = 'pending' and not q.due) as next_scheduled_for
from public.call_queue q
group by q.user_id, q.call_type, q.status;

comment on view analytics.queue_status_by_type is 'One row per tenant, kind of call and status with items in the queue.';
comment on column analytics.queue_status_by_type.tenant_id is 'The tenant.';
comment on column analytics.queue_status_by_type.call_type is 'direct or campaign.';
comment on column analytics.queue_status_by_type.status is 'Status of the items.';
comment on column analytics.queue_status_by_type.items is 'Queue items.';
comment on column analytics.queue_status_by_type.due_items is 'Of those, pending ones whose time has come.';
comment on column analytics.queue_status_by_type.oldest_created_at is 'When the oldest of them was queued.';
comment on column analytics.queue_status_by_type.next_scheduled_for is 'When the next of those comes that wait for their time; null when none does.';
alter view analytics.queue_status_by_type owner to app_masker;
revoke all on analytics.queue_status_by_type from public;
grant select on analytics.queue_status_by_type to app_analyst;
