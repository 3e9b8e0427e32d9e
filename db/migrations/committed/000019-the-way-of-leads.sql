--! Previous: sha1:eaaca5fe556ab82347c0270ea3e4b7edc2a126a6
--! Hash: sha1:4426a0bf5ea1dcaec0d1ac5db6b312f09c4320ee
--! Message: The way of leads

--! split: 1-current.sql
-- Leads on their way to a customer.
create table if not exists public.lead_stage_steps (
  from_stage varchar(50) not null,
  to_stage varchar(50) not null,
  constraint lead_stage_steps_pkey primary key (from_stage, to_stage),
  constraint lead_stage_steps_from_stage_check
    check (from_stage in ('new', 'contacted', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost', 'nurture')),
  constraint lead_stage_steps_to_stage_check
    check (to_stage in ('new', 'contacted', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost', 'nurture'))
);
-- Both ways, because what a person has done by mistake can be taken back; nobody is won without an offer.
insert into public.lead_stage_steps (from_stage, to_stage)
select s.a, s.b
from (values
  ('new', 'contacted'), ('new', 'qualified'), ('new', 'closed_lost'), ('new', 'nurture'),
  ('contacted', 'qualified'), ('contacted', 'closed_lost'), ('contacted', 'nurture'),
  ('qualified', 'proposal'), ('qualified', 'closed_lost'), ('qualified', 'nurture'),
  ('proposal', 'negotiation'), ('proposal', 'closed_won'), ('proposal', 'closed_lost'), ('proposal', 'nurture'),
  ('negotiation', 'closed_won'), ('negotiation', 'closed_lost'), ('negotiation', 'nurture'),
  ('closed_lost', 'nurture')
) as both_ways (x, y)
cross join lateral (values (both_ways.x, both_ways.y), (both_ways.y, both_ways.x)) as s (a, b)
on conflict do nothing;
create index if not exists idx_lead_analytics_user_created on public.lead_analytics (user_id, created_at desc, id desc);
--! Included leads/public.lead_stage_steps.sql
-- The way of a lead to a customer as data: the guard on lead_overrides refuses every step of a person that is not here. What the analysis
-- makes of a call anew is no step. The list has no tenant; everybody signed in may read it, only migrations write.

comment on table public.lead_stage_steps is 'One row per step that a person may take with the stage of a lead.';
comment on column public.lead_stage_steps.from_stage is 'Stage before the step, a word of lead_analytics.lifecycle_status.';
comment on column public.lead_stage_steps.to_stage is 'Stage behind it.';

grant select on public.lead_stage_steps to app_user;
grant select, insert, update, delete on public.lead_stage_steps to app_definer;
--! EndIncluded leads/public.lead_stage_steps.sql
--! Included leads/public.refuse_illegal_lead_step.sql
create or replace function public.refuse_illegal_lead_step()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_from text;
begin
  select l.lifecycle_status into v_from from public.lead_analytics l where l.id = new.lead_id and l.user_id = new.user_id;
  if v_from is distinct from new.value #>> '{}' and not exists (
    select from public.lead_stage_steps s where s.from_stage = v_from and s.to_stage = new.value #>> '{}'
  ) then
    raise sqlstate 'VC409' using
      message = 'lead_step_not_allowed',
      detail = format('lead %s: %s to %s', new.lead_id, v_from, new.value #>> '{}'),
      hint = 'A lead does not go from its stage to that one; look at it again.';
  end if;
  return new;
end
$function$;
comment on function public.refuse_illegal_lead_step is
  'Refuses a decision about the stage of a lead that is no step in lead_stage_steps from what is shown. Raises lead_step_not_allowed.';
revoke all on function public.refuse_illegal_lead_step from public;
alter function public.refuse_illegal_lead_step owner to app_definer;
--! EndIncluded leads/public.refuse_illegal_lead_step.sql
--! Included leads/public.lead_overrides.triggers.sql
-- What a decision of a person sets off, before it is written.
create or replace trigger _100_refuse_illegal_lead_step
  before insert on public.lead_overrides
  for each row when (new.field = 'lifecycle_status') execute function public.refuse_illegal_lead_step();
comment on trigger _100_refuse_illegal_lead_step on public.lead_overrides is 'The stage of a lead moves by the steps that there are.';

create or replace trigger _100_refuse_illegal_lead_step_on_update
  before update on public.lead_overrides
  for each row when (new.field = 'lifecycle_status') execute function public.refuse_illegal_lead_step();
comment on trigger _100_refuse_illegal_lead_step_on_update on public.lead_overrides is 'The stage of a lead moves by the steps that there are.';
--! EndIncluded leads/public.lead_overrides.triggers.sql
--! Included leads/api.leads.sql
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
--! EndIncluded leads/api.leads.sql
--! Included leads/api.move_lead.sql
create or replace function api.move_lead(p_lead_id uuid, p_new_stage text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_call_id uuid := public.lock_own_lead(p_lead_id, v_user_id);
  v_lead api.leads;
begin
  insert into public.lead_overrides as o (lead_id, user_id, field, value, reason, created_at)
  values (p_lead_id, v_user_id, 'lifecycle_status', to_jsonb(p_new_stage), 'Moved to this stage.', p_now)
  on conflict (lead_id, field, user_id) do update set value = excluded.value, created_at = excluded.created_at
  where o.value <> excluded.value;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.move_lead is
  'Moves a lead to another stage on its way to a customer, and returns it; the stage of the analysis stays readable beside it. Raises not_signed_in, lead_not_found, lead_step_not_allowed.
@words p_new_stage lead_analytics.lifecycle_status';
revoke all on function api.move_lead from public;
grant execute on function api.move_lead to app_user;
alter function api.move_lead owner to app_definer;
--! EndIncluded leads/api.move_lead.sql
--! Included leads/api.list_leads.sql
create or replace function api.list_leads(
  p_stage text default null,
  p_qualification text default null,
  p_agent_id uuid default null,
  p_after_lead uuid default null,
  p_limit integer default 50
)
  returns setof api.leads
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return query
  select v.*
  from (
    select l.id
    from public.lead_analytics l
    where l.user_id = v_user_id
      and (p_stage is null or l.lifecycle_status = p_stage)
      and (p_qualification is null or l.qualification_status = p_qualification)
      and (p_agent_id is null or l.agent_id = p_agent_id)
      and (p_after_lead is null or (l.created_at, l.id) < (select a.created_at, a.id from public.lead_analytics a where a.id = p_after_lead and a.user_id = v_user_id))
    order by l.created_at desc, l.id desc
    limit least(greatest(p_limit, 1), 500)
  ) found
  join api.leads v on v.id = found.id
  join public.lead_analytics l on l.id = found.id
  order by l.created_at desc, l.id desc;
end
$function$;
comment on function api.list_leads is
  'A page of the tenant''s leads, newest first, of one stage, one qualification or one agent; the next page begins after the last lead. Raises not_signed_in.
@words p_stage lead_analytics.lifecycle_status
@words p_qualification lead_analytics.qualification_status';
revoke all on function api.list_leads from public;
grant execute on function api.list_leads to app_user;
alter function api.list_leads owner to app_definer;
--! EndIncluded leads/api.list_leads.sql
--! Included leads/api.count_leads.sql
create or replace function api.count_leads(p_agent_id uuid default null)
  returns table (stage text, leads integer, to_review integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select l.lifecycle_status::text, count(*)::integer, (count(*) filter (where l.qualification_status = 'needs_review'))::integer
  from public.lead_analytics l
  where p_agent_id is null or l.agent_id = p_agent_id
  group by l.lifecycle_status;
end
$function$;
comment on function api.count_leads is
  'How many leads stand in each stage that has some, and how many of them a person has to look at. Raises not_signed_in.
@notNull stage
@notNull leads
@notNull to_review
@words stage lead_analytics.lifecycle_status';
revoke all on function api.count_leads from public;
grant execute on function api.count_leads to app_user;
--! EndIncluded leads/api.count_leads.sql
--! Included leads/public.sentence_behind.sql
create or replace function public.sentence_behind(p_said text, p_transcript text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select btrim(t.line)
  from (
    select btrim(q.quoted[1]) as quoted
    from regexp_matches(p_said, '["“”]([^"“”]{8,250})["“”]', 'g') as q (quoted)
    union all
    select btrim(p_said) where length(p_said) between 8 and 300
  ) w
  join string_to_table(p_transcript, E'\n') with ordinality as t (line, place) on strpos(lower(t.line), lower(btrim(w.quoted, ' .'))) > 0
  order by t.place
  limit 1
$function$;
comment on function public.sentence_behind is
  'The line of a transcript that a text quotes, between quotation marks or whole; null when it quotes none. Called by list_lead_evidence.';
revoke all on function public.sentence_behind from public;
grant execute on function public.sentence_behind to app_definer, app_user;
--! EndIncluded leads/public.sentence_behind.sql
--! Included leads/api.list_lead_evidence.sql
create or replace function api.list_lead_evidence(p_lead_id uuid)
  returns table (field text, explanation text, confidence text, sentence text)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select f.field::text, x.explanation, x.confidence, public.sentence_behind(x.said, c.transcript)
  from public.lead_analytics l
  join public.calls c on c.id = l.call_id
  join public.lead_fields f on true
  cross join lateral (
    select
      nullif(btrim(coalesce(r.result ->> 'reasoning_subjective', r.result ->> 'reasoning_objective', r.result ->> 'subjective')), '') as explanation,
      nullif(r.result ->> 'confidence_label', '') as confidence,
      coalesce(r.result ->> 'subjective', r.result ->> 'reasoning_subjective') as said
    from (select l.ai_analysis #> array['results', f.category, f.result_name] as result) r
    where jsonb_typeof(r.result) = 'object'
  ) x
  where l.id = p_lead_id
    and (x.explanation is not null or x.said is not null)
  order by f.field, f.category;
end
$function$;
comment on function api.list_lead_evidence is
  'Why the analysis says of a lead what it says: for each field its own words, how sure it is, and the sentence of the transcript that it quotes (null when it quotes none). Raises not_signed_in.
@notNull field';
revoke all on function api.list_lead_evidence from public;
grant execute on function api.list_lead_evidence to app_user;
--! EndIncluded leads/api.list_lead_evidence.sql
