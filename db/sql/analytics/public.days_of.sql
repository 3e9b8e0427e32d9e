-- One row per day from the rollup that has it: the tenant's days, or those of one agent. Runs as its caller, so row security decides whose.
-- A body that is bound at creation, so that the planner puts it into the query that uses it.
create or replace function public.days_of(p_from date, p_to date, p_agent_id uuid)
  returns table (
    date date,
    total_calls integer,
    answered_calls integer,
    successful_calls integer,
    talk_seconds bigint,
    leads integer,
    qualified_leads integer,
    credits_used integer,
    total_score_sum numeric,
    total_score_count integer
  )
  language sql
  stable
begin atomic
  select u.date, u.total_calls, u.answered_calls, u.successful_calls, u.total_duration_seconds, u.total_leads, u.qualified_leads,
    u.credits_used, u.total_score_sum, u.total_score_count
  from public.user_analytics u
  where p_agent_id is null and u.date between p_from and p_to
  union all
  select a.date, a.total_calls, a.answered_calls, a.successful_calls, a.total_duration_seconds, a.leads_generated, a.qualified_leads,
    a.credits_used, a.total_score_sum, a.total_score_count
  from public.agent_analytics a
  where a.agent_id = p_agent_id and a.hour is null and a.date between p_from and p_to;
end;
comment on function public.days_of is
  'The days of the signed-in tenant that have calls, or of one of its agents. Units: calls, seconds, leads, whole credits, score points. Called by compare_periods and list_days.';
revoke all on function public.days_of from public;
grant execute on function public.days_of to app_user;
