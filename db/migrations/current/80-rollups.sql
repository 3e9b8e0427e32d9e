-- Rollups. Averages and rates become generated columns: one home for each formula, and no path that could write another
-- value. Nothing has written agent_analytics so far, so it is made anew with its columns in the reference's order.
drop table if exists public.agent_analytics cascade;
create table public.agent_analytics (
  id uuid not null default public.uuid_generate_v4(),
  agent_id uuid not null,
  user_id uuid not null,
  date date not null,
  hour integer,
  total_calls integer not null default 0,
  successful_calls integer not null default 0,
  failed_calls integer not null default 0,
  total_duration_minutes integer not null generated always as (
    least(round(total_duration_seconds / 60.0), 2147483647)::integer
  ) stored,
  avg_duration_minutes numeric(10,2) not null generated always as (
    case when answered_calls > 0 then least(round(total_duration_seconds / 60.0 / answered_calls, 2), 99999999.99) else 0 end
  ) stored,
  leads_generated integer not null default 0,
  qualified_leads integer not null default 0,
  conversion_rate numeric(5,2) not null generated always as (
    case when leads_generated > 0 then round(100.0 * qualified_leads / leads_generated, 2) else 0 end
  ) stored,
  avg_engagement_score numeric(5,2) not null generated always as (
    case when engagement_score_count > 0 then round(engagement_score_sum / engagement_score_count, 2) else 0 end
  ) stored,
  avg_intent_score numeric(5,2) not null generated always as (
    case when intent_score_count > 0 then round(intent_score_sum / intent_score_count, 2) else 0 end
  ) stored,
  avg_urgency_score numeric(5,2) not null generated always as (
    case when urgency_score_count > 0 then round(urgency_score_sum / urgency_score_count, 2) else 0 end
  ) stored,
  avg_budget_score numeric(5,2) not null generated always as (
    case when budget_score_count > 0 then round(budget_score_sum / budget_score_count, 2) else 0 end
  ) stored,
  avg_fit_score numeric(5,2) not null generated always as (
    case when fit_score_count > 0 then round(fit_score_sum / fit_score_count, 2) else 0 end
  ) stored,
  avg_total_score numeric(5,2) not null generated always as (
    case when total_score_count > 0 then round(total_score_sum / total_score_count, 2) else 0 end
  ) stored,
  credits_used integer not null default 0,
  cost_per_lead numeric(10,2) not null generated always as (
    case when leads_generated > 0 then least(round(credits_used::numeric / leads_generated, 2), 99999999.99) else 0 end
  ) stored,
  success_rate numeric(5,2) not null generated always as (
    case when total_calls > 0 then round(100.0 * successful_calls / total_calls, 2) else 0 end
  ) stored,
  answer_rate numeric(5,2) not null generated always as (
    case when total_calls > 0 then round(100.0 * answered_calls / total_calls, 2) else 0 end
  ) stored,
  cta_pricing_clicks integer not null default 0,
  cta_demo_clicks integer not null default 0,
  cta_followup_clicks integer not null default 0,
  cta_sample_clicks integer not null default 0,
  cta_human_escalations integer not null default 0,
  total_cta_interactions integer not null generated always as (
    least(
      cta_pricing_clicks::bigint + cta_demo_clicks + cta_followup_clicks + cta_sample_clicks + cta_human_escalations,
      2147483647
    )::integer
  ) stored,
  cta_conversion_rate numeric(5,2) not null generated always as (
    case when total_calls > 0 then least(round(100.0 * cta_calls / total_calls, 2), 100) else 0 end
  ) stored,
  answered_calls integer not null default 0,
  total_duration_seconds bigint not null default 0,
  cta_calls integer not null default 0,
  engagement_score_sum numeric(14,2) not null default 0,
  engagement_score_count integer not null default 0,
  intent_score_sum numeric(14,2) not null default 0,
  intent_score_count integer not null default 0,
  urgency_score_sum numeric(14,2) not null default 0,
  urgency_score_count integer not null default 0,
  budget_score_sum numeric(14,2) not null default 0,
  budget_score_count integer not null default 0,
  fit_score_sum numeric(14,2) not null default 0,
  fit_score_count integer not null default 0,
  total_score_sum numeric(14,2) not null default 0,
  total_score_count integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint agent_analytics_pkey primary key (id),
  -- A day has one row with hour NULL: distinct nulls would admit a second one.
  constraint agent_analytics_agent_date_hour_key unique nulls not distinct (agent_id, date, hour),
  constraint agent_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint agent_analytics_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade,
  constraint agent_analytics_hour_check check (hour >= 0 and hour <= 23)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index idx_agent_analytics_user_date on public.agent_analytics (user_id, date);

alter table public.user_analytics set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

-- The total of a lead is computed in one place, and what the person asked for is kept with the lead.
alter table public.lead_analytics drop column if exists total_score;
alter table public.lead_analytics add column total_score numeric(5,2) generated always as (
  round(
    (coalesce(engagement_score, 0) + coalesce(intent_score, 0) + coalesce(urgency_score, 0) + coalesce(budget_score, 0)
      + coalesce(fit_score, 0))
    / nullif(num_nonnulls(engagement_score, intent_score, urgency_score, budget_score, fit_score), 0),
    2
  )
) stored;
alter table public.lead_analytics add constraint lead_analytics_total_score_check check (total_score >= 0 and total_score <= 100);
alter table public.lead_analytics
  add column if not exists cta_pricing_clicks integer not null default 0,
  add column if not exists cta_demo_clicks integer not null default 0,
  add column if not exists cta_followup_clicks integer not null default 0,
  add column if not exists cta_sample_clicks integer not null default 0,
  add column if not exists cta_human_escalations integer not null default 0;
alter table public.lead_analytics drop constraint if exists lead_analytics_cta_check;
alter table public.lead_analytics add constraint lead_analytics_cta_check check (
  least(cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks, cta_sample_clicks, cta_human_escalations) >= 0
  and greatest(cta_pricing_clicks, cta_demo_clicks, cta_followup_clicks, cta_sample_clicks, cta_human_escalations) <= 1000
);

-- What a change adds to one agent, day and hour; negative where it takes away.
drop type if exists public.rollup_delta cascade;
create type public.rollup_delta as (
  agent_id uuid,
  user_id uuid,
  date date,
  hour integer,
  total_calls integer,
  successful_calls integer,
  failed_calls integer,
  answered_calls integer,
  total_duration_seconds bigint,
  credits_used integer,
  leads_generated integer,
  qualified_leads integer,
  engagement_score_sum numeric,
  engagement_score_count integer,
  intent_score_sum numeric,
  intent_score_count integer,
  urgency_score_sum numeric,
  urgency_score_count integer,
  budget_score_sum numeric,
  budget_score_count integer,
  fit_score_sum numeric,
  fit_score_count integer,
  total_score_sum numeric,
  total_score_count integer,
  cta_pricing_clicks integer,
  cta_demo_clicks integer,
  cta_followup_clicks integer,
  cta_sample_clicks integer,
  cta_human_escalations integer,
  cta_calls integer
);
comment on type public.rollup_delta is 'What a change of calls or leads adds to agent_analytics of one agent, local day and hour.';

--!include analytics/public.agent_analytics.sql
--!include leads/public.lead_analytics.sql
--!include analytics/public.call_measures.sql
--!include analytics/public.lead_measures.sql
--!include analytics/public.lock_agent_days.sql
--!include analytics/public.add_to_agent_analytics.sql
--!include analytics/public.add_to_user_analytics.sql
--!include analytics/public.roll_up_calls.sql
--!include analytics/public.roll_up_calls_on_insert.sql
--!include analytics/public.roll_up_calls_on_delete.sql
--!include analytics/public.update_agent_scores_from_lead_analytics.sql
--!include analytics/public.roll_up_leads_on_insert.sql
--!include analytics/public.roll_up_leads_on_delete.sql
--!include analytics/public.roll_up_agent_days.sql
--!include analytics/public.roll_up_agent_days_on_insert.sql
--!include analytics/public.roll_up_agent_days_on_delete.sql
--!include analytics/public.count_agent_analytics.sql
--!include analytics/public.recompute_agent_daily_from_calls.sql
--!include analytics/public.recompute_user_daily_from_agent.sql
--!include analytics/public.calculate_daily_call_analytics.sql
--!include analytics/public.batch_calculate_call_analytics.sql
-- On a new installation the job tables come after this.
set local check_function_bodies = off;
drop function if exists public.add_job(text, json, text);
--!include platform/public.add_job.sql
set local check_function_bodies = on;
--!include analytics/public.restamp_calls.sql
--!include accounts/public.restamp_after_zone_change.sql
--!include analytics/public.lock_rollups_before_delete.sql
--!include agents/public.agents.triggers.sql
--!include accounts/public.users.triggers.sql
--!include analytics/public.stamp_lead.sql
--!include analytics/public.restamp_leads.sql
--!include leads/public.lead_analytics.triggers.sql
--!include integrity/public.invariant_16_rollups_match.sql
--!include integrity/public.invariant_17_rollups_add_up.sql
--!include integrity/public.invariant_19_stamps_are_local.sql
