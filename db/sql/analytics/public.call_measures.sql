-- How a call counts: the one definition, for triggers, recomputes, invariants and tests. Additive only. Scalars, so that
-- the planner can put it into the query that uses it.
create or replace function public.call_measures(
  p_status text,
  p_started_at timestamptz,
  p_duration_seconds integer,
  p_credits integer,
  p_call_source text
)
  returns table (
    total_calls integer,
    successful_calls integer,
    failed_calls integer,
    answered_calls integer,
    total_duration_seconds bigint,
    credits_used integer,
    phone_calls integer,
    internet_calls integer
  )
  language sql
  immutable
  parallel safe
begin atomic
  select
    1,
    (p_status = 'completed')::integer,
    (p_status in ('failed', 'busy', 'no-answer'))::integer,
    (p_started_at is not null)::integer,
    coalesce(p_duration_seconds, 0)::bigint,
    p_credits,
    coalesce(p_call_source = 'phone', false)::integer,
    coalesce(p_call_source = 'internet', false)::integer;
end;
comment on function public.call_measures is
  'What one call adds to agent_analytics. Units: calls, seconds, whole credits. Called by the rollup triggers, the recomputes, the invariants and list_campaign_days.';
revoke all on function public.call_measures from public;
grant execute on function public.call_measures to app_definer, app_user;
