create or replace view api.queue_items with (security_invoker = true) as
select
  q.id, q.campaign_id, c.name as campaign_name, q.contact_id, q.contact_name, q.phone_number, q.call_type, q.status,
  q.priority, q.scheduled_for, q.attempts, q.max_retries, q.last_attempt_at, q.completed_at, q.error_message,
  q.call_id, q.created_at
from public.call_queue q
left join public.call_campaigns c on c.id = q.campaign_id;
comment on view api.queue_items is 'One row per person queued for a call, in a campaign or directly.';
comment on column api.queue_items.id is 'The item.';
comment on column api.queue_items.campaign_id is 'The campaign, null for a direct call.';
comment on column api.queue_items.campaign_name is 'Its name.';
comment on column api.queue_items.contact_id is 'Whom to call.';
comment on column api.queue_items.contact_name is 'Their name when they were queued.';
comment on column api.queue_items.phone_number is 'Number to dial, E.164.';
comment on column api.queue_items.call_type is 'campaign or direct; direct calls go first.';
comment on column api.queue_items.status is 'What has become of them.';
comment on column api.queue_items.priority is 'Higher goes first.';
comment on column api.queue_items.scheduled_for is 'Not before this instant; null for at once.';
comment on column api.queue_items.attempts is 'Calls made so far.';
comment on column api.queue_items.max_retries is 'Further calls allowed after the first.';
comment on column api.queue_items.last_attempt_at is 'When the provider accepted the last call.';
comment on column api.queue_items.completed_at is 'When nothing more was to be done.';
comment on column api.queue_items.error_message is 'Why it ended or waits again, as the provider or the platform put it.';
comment on column api.queue_items.call_id is 'The last call.';
comment on column api.queue_items.created_at is 'When they were queued.';
grant select on api.queue_items to app_user, app_definer;
