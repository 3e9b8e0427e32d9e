create or replace view analytics.fct_leads with (security_barrier = true) as
select
  l.id as lead_id,
  l.user_id as tenant_id,
  l.call_id,
  l.agent_id,
  l.contact_id,
  l.qualification_status,
  l.lifecycle_status,
  l.call_outcome,
  l.engagement_score,
  l.intent_score,
  l.urgency_score,
  l.budget_score,
  l.fit_score,
  l.total_score,
  exists (select from public.lead_overrides o where o.lead_id = l.id) as is_decided_by_person,
  l.key_topics,
  l.pain_points,
  l.objections,
  l.decision_timeline,
  l.budget_range,
  l.decision_maker,
  l.meeting_scheduled_at,
  l.follow_up_date,
  l.cta_pricing_clicks + l.cta_demo_clicks + l.cta_followup_clicks + l.cta_sample_clicks + l.cta_human_escalations as requests,
  l.created_at,
  l.local_date,
  l.local_hour,
  t.tenant_timezone
from public.lead_analytics l
join analytics.dim_tenants t on t.tenant_id = l.user_id;

comment on view analytics.fct_leads is 'One row per analysed call: scores and qualification as shown, so a person''s decision goes before the machine''s.';
comment on column analytics.fct_leads.lead_id is 'The lead.';
comment on column analytics.fct_leads.tenant_id is 'The tenant.';
comment on column analytics.fct_leads.call_id is 'Call it comes from.';
comment on column analytics.fct_leads.agent_id is 'Who talked.';
comment on column analytics.fct_leads.contact_id is 'With whom; null when unknown or gone.';
comment on column analytics.fct_leads.qualification_status is 'qualified, unqualified or needs_review; null when there is nobody to decide about.';
comment on column analytics.fct_leads.lifecycle_status is 'Where it stands on its way to a customer.';
comment on column analytics.fct_leads.call_outcome is 'How the call ended for the tenant.';
comment on column analytics.fct_leads.engagement_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.intent_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.urgency_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.budget_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.fit_score is 'Unit: 0 to 100; null when not scored.';
comment on column analytics.fct_leads.total_score is 'Mean of the known scores. Unit: 0 to 100.';
comment on column analytics.fct_leads.is_decided_by_person is 'True: a person has decided at least one field.';
comment on column analytics.fct_leads.key_topics is 'What was talked about.';
comment on column analytics.fct_leads.pain_points is 'What troubles the person.';
comment on column analytics.fct_leads.objections is 'What the person held against it.';
comment on column analytics.fct_leads.decision_timeline is 'When the person means to decide.';
comment on column analytics.fct_leads.budget_range is 'Budget in words.';
comment on column analytics.fct_leads.decision_maker is 'True: the person decides; null when unknown.';
comment on column analytics.fct_leads.meeting_scheduled_at is 'When a meeting was agreed for; null: none.';
comment on column analytics.fct_leads.follow_up_date is 'Local day on which to follow up; null: none.';
comment on column analytics.fct_leads.requests is 'How often the person asked for prices, a demonstration, a call, a sample or a human being.';
comment on column analytics.fct_leads.created_at is 'When it was analysed.';
comment on column analytics.fct_leads.local_date is 'Local day of its call.';
comment on column analytics.fct_leads.local_hour is 'Local hour of its call, 0 to 23.';
comment on column analytics.fct_leads.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.fct_leads owner to app_masker;
revoke all on analytics.fct_leads from public;
grant select on analytics.fct_leads to app_analyst;
