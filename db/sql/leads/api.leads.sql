create or replace view api.leads with (security_invoker = true) as
select
  l.id, l.call_id, l.agent_id, l.contact_id, l.engagement_score, l.intent_score, l.urgency_score, l.budget_score, l.fit_score, l.total_score,
  l.qualification_status, l.lifecycle_status, l.call_outcome, l.key_topics, l.pain_points, l.objections, l.next_steps, l.competitor_mentions,
  l.decision_timeline, l.budget_range, l.decision_maker, l.meeting_scheduled_at, l.follow_up_date, l.notes,
  l.ai_analysis -> 'values' as machine_values,
  coalesce(
    (
      select jsonb_object_agg(o.field, jsonb_build_object('value', o.value, 'reason', o.reason, 'at', o.created_at))
      from public.lead_overrides o
      where o.lead_id = l.id
    ),
    '{}'
  ) as decisions,
  l.updated_at,
  coalesce(t.name, c.phone_number) as contact_name,
  c.phone_number,
  g.name as agent_name,
  coalesce(c.started_at, c.created_at) as called_at,
  array(select s.to_stage::text from public.lead_stage_steps s where s.from_stage = l.lifecycle_status order by 1) as next_stages
from public.lead_analytics l
join public.calls c on c.id = l.call_id
join public.agents g on g.id = l.agent_id
left join public.contacts t on t.id = l.contact_id;
comment on view api.leads is 'One row per analysed call: what is known about the person as a lead.';
comment on column api.leads.id is 'The lead.';
comment on column api.leads.call_id is 'The call it comes from.';
comment on column api.leads.agent_id is 'Who talked.';
comment on column api.leads.contact_id is 'With whom.';
comment on column api.leads.engagement_score is 'How engaged the person was. Unit: 0 to 100.';
comment on column api.leads.intent_score is 'How much the person wants to buy. Unit: 0 to 100.';
comment on column api.leads.urgency_score is 'How soon. Unit: 0 to 100.';
comment on column api.leads.budget_score is 'How well the budget fits. Unit: 0 to 100.';
comment on column api.leads.fit_score is 'How well the offer fits. Unit: 0 to 100.';
comment on column api.leads.total_score is 'Mean of the known scores. Unit: 0 to 100.';
comment on column api.leads.qualification_status is 'qualified, unqualified or needs_review; null when there is nobody to decide about.';
comment on column api.leads.lifecycle_status is 'Where the lead stands on its way to a customer.';
comment on column api.leads.call_outcome is 'How the call ended.';
comment on column api.leads.key_topics is 'What was talked about.';
comment on column api.leads.pain_points is 'What troubles the person.';
comment on column api.leads.objections is 'What the person held against it.';
comment on column api.leads.next_steps is 'What was agreed to happen next.';
comment on column api.leads.competitor_mentions is 'Competitors that were named.';
comment on column api.leads.decision_timeline is 'When the person means to decide.';
comment on column api.leads.budget_range is 'Budget in words.';
comment on column api.leads.decision_maker is 'Whether the person decides.';
comment on column api.leads.meeting_scheduled_at is 'When a meeting was agreed for.';
comment on column api.leads.follow_up_date is 'Day on which to follow up.';
comment on column api.leads.notes is 'Free text.';
comment on column api.leads.machine_values is 'What the analysis says by itself: object from field to value.';
comment on column api.leads.decisions is E'What a person has decided: object from field to value, reason and instant.\n@notNull';
comment on column api.leads.updated_at is 'When it last changed.';
comment on column api.leads.contact_name is E'Who it is: the name of the contact, or the number.\n@notNull';
comment on column api.leads.phone_number is E'The number that was called, or called.\n@notNull';
comment on column api.leads.agent_name is E'Name of the agent that talked.\n@notNull';
comment on column api.leads.called_at is E'When the conversation began.\n@notNull';
comment on column api.leads.next_stages is E'Stages to which it can be moved from where it is.\n@notNull';
grant select on api.leads to app_user, app_definer;
