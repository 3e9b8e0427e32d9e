-- Lines in use now, one row per kind. Slots are the truth that the claim counts.
create or replace view public.user_concurrency_status with (security_invoker = true) as
select a.user_id, a.call_type, count(*) as active_calls, min(a.started_at) as oldest_started_at
from public.active_calls a
group by a.user_id, a.call_type;

comment on view public.user_concurrency_status is 'One row per tenant and kind of call that has a line in use now.';
comment on column public.user_concurrency_status.user_id is 'The tenant.';
comment on column public.user_concurrency_status.call_type is 'direct or campaign.';
comment on column public.user_concurrency_status.active_calls is 'Lines in use.';
comment on column public.user_concurrency_status.oldest_started_at is 'When the oldest of them was taken.';
revoke all on public.user_concurrency_status from public;
grant select on public.user_concurrency_status to app_user, app_definer;
