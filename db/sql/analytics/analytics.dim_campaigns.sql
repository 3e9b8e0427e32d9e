create or replace view analytics.dim_campaigns with (security_barrier = true) as
select
  k.id as campaign_id,
  k.user_id as tenant_id,
  k.agent_id,
  k.name,
  k.status,
  k.first_call_time,
  k.last_call_time,
  case when k.use_custom_timezone then coalesce(k.campaign_timezone, t.tenant_timezone) else t.tenant_timezone end as campaign_timezone,
  k.start_date,
  k.end_date,
  k.max_retries,
  k.total_contacts,
  k.completed_calls,
  k.successful_calls,
  k.failed_calls,
  k.started_at,
  k.completed_at,
  k.created_at,
  t.tenant_timezone
from public.call_campaigns k
join analytics.dim_tenants t on t.tenant_id = k.user_id;

comment on view analytics.dim_campaigns is 'One row per campaign.';
comment on column analytics.dim_campaigns.campaign_id is 'The campaign.';
comment on column analytics.dim_campaigns.tenant_id is 'The tenant.';
comment on column analytics.dim_campaigns.agent_id is 'Agent that speaks.';
comment on column analytics.dim_campaigns.name is 'Its name.';
comment on column analytics.dim_campaigns.status is 'draft, scheduled, active, paused, completed or cancelled.';
comment on column analytics.dim_campaigns.first_call_time is 'Calls begin at this time of day in campaign_timezone.';
comment on column analytics.dim_campaigns.last_call_time is 'No call begins from this time of day on; before first_call_time: the window crosses midnight.';
comment on column analytics.dim_campaigns.campaign_timezone is 'Zone of its window.';
comment on column analytics.dim_campaigns.start_date is 'First local day.';
comment on column analytics.dim_campaigns.end_date is 'Last local day; null: none.';
comment on column analytics.dim_campaigns.max_retries is 'Calls after the first that a person may get.';
comment on column analytics.dim_campaigns.total_contacts is 'People in it.';
comment on column analytics.dim_campaigns.completed_calls is 'Calls whose end is confirmed.';
comment on column analytics.dim_campaigns.successful_calls is 'Of those, completed ones.';
comment on column analytics.dim_campaigns.failed_calls is 'Of those, all others.';
comment on column analytics.dim_campaigns.started_at is 'When it was launched; null before.';
comment on column analytics.dim_campaigns.completed_at is 'When its last person was done; null before.';
comment on column analytics.dim_campaigns.created_at is 'When it was made.';
comment on column analytics.dim_campaigns.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_campaigns owner to app_masker;
revoke all on analytics.dim_campaigns from public;
grant select on analytics.dim_campaigns to app_analyst;
