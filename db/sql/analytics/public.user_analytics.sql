-- Rollup of agent_analytics by tenant and day, exact at every moment by the same signed differences. Nobody else writes.

comment on table public.user_analytics is
  'One row per tenant and local day.';
comment on column public.user_analytics.id is 'Key.';
comment on column public.user_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.user_analytics.date is 'Local day of the tenant.';
comment on column public.user_analytics.total_calls is 'Calls created.';
comment on column public.user_analytics.successful_calls is 'Calls completed.';
comment on column public.user_analytics.total_agents is 'Agents with at least one call that day.';
comment on column public.user_analytics.total_leads is 'Calls with an analysis.';
comment on column public.user_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.user_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.user_analytics.answered_calls is 'Calls that were answered.';
comment on column public.user_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.user_analytics.phone_calls is 'Calls whose source is phone.';
comment on column public.user_analytics.internet_calls is 'Calls whose source is internet.';
comment on column public.user_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.user_analytics.total_score_count is 'Leads with a total score.';
comment on column public.user_analytics.created_at is 'When the row was written.';
comment on column public.user_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.user_analytics enable row level security;
alter table public.user_analytics force row level security;

drop policy if exists user_analytics_select_own on public.user_analytics;
create policy user_analytics_select_own on public.user_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_analytics_select_own on public.user_analytics is 'A tenant reads its own user analytics.';

drop policy if exists user_analytics_select_masker on public.user_analytics;
create policy user_analytics_select_masker on public.user_analytics for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy user_analytics_select_masker on public.user_analytics is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists user_analytics_all_definer on public.user_analytics;
create policy user_analytics_all_definer on public.user_analytics for all to app_definer
  using (true) with check (true);
comment on policy user_analytics_all_definer on public.user_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.user_analytics to app_user;
grant select, insert, update, delete on public.user_analytics to app_definer;
grant select on public.user_analytics to app_masker;
