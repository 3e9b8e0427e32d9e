-- A campaign and its window. Counters count calls; progress counts people and comes from the queue. Completion is decided
-- in the transaction that ends the last item, never by comparing counters.

comment on table public.call_campaigns is
  'One row per campaign: whom to call is in the queue, when and how is here.';
comment on column public.call_campaigns.id is 'Key.';
comment on column public.call_campaigns.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.call_campaigns.agent_id is 'Agent that speaks; cannot be deleted while the campaign exists.';
comment on column public.call_campaigns.name is 'Name shown in the pages.';
comment on column public.call_campaigns.description is 'Free text; null when none.';
comment on column public.call_campaigns.next_action is 'What the tenant wants a call to lead to; told to the agent.';
comment on column public.call_campaigns.status is
  'draft, scheduled (waits for its start date), active, paused, completed or cancelled; illegal steps are refused by a trigger.';
comment on column public.call_campaigns.first_call_time is 'Local time of day from which people are called.';
comment on column public.call_campaigns.last_call_time is
  'Local time of day until which people are called; not later than first_call_time: over midnight, equal: all day.';
comment on column public.call_campaigns.start_date is 'First local day of calling.';
comment on column public.call_campaigns.end_date is 'Last local day of calling, its night included; null: until everybody is called.';
comment on column public.call_campaigns.campaign_timezone is 'Time zone (IANA name) of the window when use_custom_timezone is true; null otherwise.';
comment on column public.call_campaigns.use_custom_timezone is 'True: the window is in campaign_timezone; false or null: in the tenant''s zone.';
comment on column public.call_campaigns.max_retries is 'How often a person is called again after busy or no answer, 0 to 5.';
comment on column public.call_campaigns.retry_interval_minutes is 'Minutes before such a call is repeated, 1 to 1440.';
comment on column public.call_campaigns.total_contacts is 'People ever added to the campaign.';
comment on column public.call_campaigns.completed_calls is 'Calls with a confirmed end, whatever the end.';
comment on column public.call_campaigns.successful_calls is 'Calls that ended as completed, confirmed.';
comment on column public.call_campaigns.failed_calls is 'Calls with a confirmed end other than completed.';
comment on column public.call_campaigns.started_at is 'When it first became active; null before.';
comment on column public.call_campaigns.completed_at is 'When it was completed or cancelled; null before.';
comment on column public.call_campaigns.created_at is 'When the row was written.';
comment on column public.call_campaigns.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.call_campaigns.stopped_at is 'When it stopped itself because too many calls failed; null when it did not, or was resumed since.';
comment on column public.call_campaigns.stopped_failed is 'How many of stopped_total calls had failed then.';
comment on column public.call_campaigns.stopped_total is 'How many calls were looked at then.';
comment on column public.call_campaigns.watched_from is 'When it last became active: what failed before does not stop it.';

alter table public.call_campaigns enable row level security;
alter table public.call_campaigns force row level security;

drop policy if exists call_campaigns_select_own on public.call_campaigns;
create policy call_campaigns_select_own on public.call_campaigns for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_campaigns_select_own on public.call_campaigns is 'A tenant reads its own call campaigns.';

drop policy if exists call_campaigns_select_masker on public.call_campaigns;
create policy call_campaigns_select_masker on public.call_campaigns for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy call_campaigns_select_masker on public.call_campaigns is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists call_campaigns_all_definer on public.call_campaigns;
create policy call_campaigns_all_definer on public.call_campaigns for all to app_definer
  using (true) with check (true);
comment on policy call_campaigns_all_definer on public.call_campaigns is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_campaigns to app_user;
grant select, insert, update, delete on public.call_campaigns to app_definer;
grant select on public.call_campaigns to app_masker;
