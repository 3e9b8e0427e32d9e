create or replace view analytics.agg_campaign_daily with (security_barrier = true) as
select
  c.campaign_id,
  c.user_id as tenant_id,
  c.local_date,
  count(*) as total_calls,
  count(*) filter (where c.started_at is not null) as answered_calls,
  count(*) filter (where c.status = 'completed') as successful_calls,
  coalesce(sum(c.duration_seconds), 0) as talk_seconds,
  count(l.id) as leads,
  count(l.id) filter (where l.qualification_status = 'qualified') as qualified_leads,
  sum(c.credits) as credits_used,
  min(t.tenant_timezone) as tenant_timezone
from public.calls c
join analytics.dim_tenants t on t.tenant_id = c.user_id
left join public.lead_analytics l on l.call_id = c.id
where c.campaign_id is not null
group by c.campaign_id, c.user_id, c.local_date;

comment on view analytics.agg_campaign_daily is 'One row per campaign and local day with calls; counted from the calls.';
comment on column analytics.agg_campaign_daily.campaign_id is 'The campaign.';
comment on column analytics.agg_campaign_daily.tenant_id is 'The tenant.';
comment on column analytics.agg_campaign_daily.local_date is 'Local day.';
comment on column analytics.agg_campaign_daily.total_calls is 'Calls created.';
comment on column analytics.agg_campaign_daily.answered_calls is 'Calls answered.';
comment on column analytics.agg_campaign_daily.successful_calls is 'Calls completed.';
comment on column analytics.agg_campaign_daily.talk_seconds is 'Talk. Unit: seconds.';
comment on column analytics.agg_campaign_daily.leads is 'Calls with an analysis.';
comment on column analytics.agg_campaign_daily.qualified_leads is 'Of those, qualified ones.';
comment on column analytics.agg_campaign_daily.credits_used is 'Charged. Unit: credits.';
comment on column analytics.agg_campaign_daily.tenant_timezone is 'Zone of the tenant.';
alter view analytics.agg_campaign_daily owner to app_masker;
revoke all on analytics.agg_campaign_daily from public;
grant select on analytics.agg_campaign_daily to app_analyst;
