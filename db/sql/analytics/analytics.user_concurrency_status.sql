-- The view public.user_concurrency_status for analysts. Said again, because that one reads with the rights of whoever asks; a test compares them.
create or replace view analytics.user_concurrency_status with (security_barrier = true) as
select
  a.user_id as tenant_id,
  a.call_type,
  count(*) as active_calls,
  min(a.started_at) as oldest_started_at
from public.active_calls a
group by a.user_id, a.call_type;

comment on view analytics.user_concurrency_status is 'One row per tenant and kind of call with lines in use now.';
comment on column analytics.user_concurrency_status.tenant_id is 'The tenant.';
comment on column analytics.user_concurrency_status.call_type is 'direct or campaign.';
comment on column analytics.user_concurrency_status.active_calls is 'Lines in use.';
comment on column analytics.user_concurrency_status.oldest_started_at is 'When the oldest of them was taken.';
alter view analytics.user_concurrency_status owner to app_masker;
revoke all on analytics.user_concurrency_status from public;
grant select on analytics.user_concurrency_status to app_analyst;
