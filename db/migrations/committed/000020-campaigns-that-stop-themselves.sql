--! Previous: sha1:4426a0bf5ea1dcaec0d1ac5db6b312f09c4320ee
--! Hash: sha1:5cc05e4e4781e479a1bebf70760a3862502c497e
--! Message: Campaigns that stop themselves

--! split: 1-current.sql
-- Campaigns of whose calls too many fail stop themselves.
alter table public.call_campaigns
  add column if not exists stopped_at timestamptz,
  add column if not exists stopped_failed integer,
  add column if not exists stopped_total integer,
  add column if not exists watched_from timestamptz,
  drop constraint if exists call_campaigns_stopped_check,
  add constraint call_campaigns_stopped_check check (
    (stopped_at is null) = (stopped_failed is null) and (stopped_at is null) = (stopped_total is null) and stopped_failed between 1 and stopped_total
  );
insert into public.system_config (key, value, description)
values
  ('safety.window_seconds', '900', 'How far back a campaign''s calls are looked at for the safety stop. Unit: seconds. Bounds: 60 to 86400.'),
  ('safety.min_calls', '20', 'Ended calls within the window below which no campaign stops itself. Unit: calls. Bounds: 1 to 10000.'),
  ('safety.failed_percent', '50', 'Share of failed calls from which a campaign stops itself. Unit: percent. Bounds: 1 to 100.')
on conflict (key) do nothing;
--! Included campaigns/public.call_campaigns.sql
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
--! EndIncluded campaigns/public.call_campaigns.sql
--! Included campaigns/public.set_campaign_status.sql
-- Changes the status of a locked campaign and turns its lanes with it; a paused or cancelled campaign is shut in the
-- same instant. Dials that were claimed a moment before are stopped by the fence, which reads this.
create or replace function public.set_campaign_status(
  p_campaign_id uuid,
  p_status text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set status = p_status,
      started_at = case when p_status = 'active' then coalesce(c.started_at, p_now) else c.started_at end,
      -- Who resumes has looked at what failed before: it does not count again.
      stopped_at = case when p_status <> 'active' then c.stopped_at end,
      stopped_failed = case when p_status <> 'active' then c.stopped_failed end,
      stopped_total = case when p_status <> 'active' then c.stopped_total end,
      watched_from = case when p_status = 'active' then p_now else c.watched_from end,
      completed_at = case when p_status in ('completed', 'cancelled') then p_now else c.completed_at end
  where c.id = p_campaign_id;
  perform public.set_lane_windows(
    array(select l.id from public.dispatch_lanes l where l.campaign_id = p_campaign_id),
    p_now
  );
  perform pg_notify('dispatch', '');
end
$function$;
comment on function public.set_campaign_status is
  'Sets the status of a campaign that the caller has locked and opens or shuts its lanes. Raises campaign_step_not_allowed.';
revoke all on function public.set_campaign_status from public;
alter function public.set_campaign_status owner to app_definer;
--! EndIncluded campaigns/public.set_campaign_status.sql
--! Included campaigns/public.campaign_status_reasons.sql
-- Reasons that lie in the campaign itself.
create or replace function public.campaign_status_reasons(p_campaign public.call_campaigns, p_now timestamptz)
  returns table (place integer, key text, sentence text, until timestamptz, action text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select r.place, r.key, r.sentence, r.until, r.action
  from (
    select
      count(*) filter (where q.status = 'pending') as waiting,
      count(*) filter (where q.status = 'processing') as running,
      count(*) filter (where q.status = 'completed') as reached,
      count(*) as total
    from public.call_queue q
    where q.campaign_id = p_campaign.id
  ) n
  cross join lateral (
    select w.opens_at, w.closes_at
    from public.next_window(
      p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
      public.campaign_timezone(p_campaign), p_now
    ) w
  ) h
  cross join lateral (values
    (10, 'draft', 'Not launched yet.', null::timestamptz, 'launch', p_campaign.status = 'draft'),
    (20, 'scheduled', 'Starts by itself with its first calling hours.', h.opens_at, null, p_campaign.status = 'scheduled'),
    (30, 'paused', case when n.running > 0
        then format('You paused it. %s normally.', public.counted(n.running, 'call in progress ends', 'calls in progress end')) else 'You paused it.' end,
      null, 'resume', p_campaign.status = 'paused' and p_campaign.stopped_at is null),
    (31, 'safety_stop', format('Stopped itself: %s of the last %s calls failed. Look at them before it goes on.', p_campaign.stopped_failed, p_campaign.stopped_total),
      null, 'resume', p_campaign.status = 'paused' and p_campaign.stopped_at is not null),
    (40, 'done', format('Finished: %s of %s people reached.', n.reached, n.total), null, null, p_campaign.status = 'completed'),
    (41, 'cancelled', format('Cancelled: %s of %s people reached.', n.reached, n.total), null, null, p_campaign.status = 'cancelled'),
    (50, 'ended', format('The last day has passed; %s not called.', public.counted(n.waiting, 'person was', 'people were')), null, null,
      p_campaign.status in ('active', 'paused') and h.opens_at is null),
    (60, 'before_hours', 'Outside its calling hours.', h.opens_at, null,
      p_campaign.status = 'active' and h.opens_at > p_now)
  ) as r (place, key, sentence, until, action, holds)
  where r.holds
$function$;
comment on function public.campaign_status_reasons is
  'Reasons for the state of a campaign that lie in its status, dates and hours. Called by api.explain_campaign_state.';
revoke all on function public.campaign_status_reasons from public;
alter function public.campaign_status_reasons owner to app_definer;
--! EndIncluded campaigns/public.campaign_status_reasons.sql
--! Included campaigns/public.stop_failing_campaigns.sql
-- Something is wrong with the agent, the numbers or the provider, and each further call is a person annoyed and a price paid. Counted is what
-- was called within the window and has ended; busy lines and calls that nobody takes are no failures.
create or replace function public.stop_failing_campaigns(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_window interval := public.setting('safety.window_seconds') * interval '1 second';
  v_min_calls integer := public.setting('safety.min_calls');
  v_percent integer := public.setting('safety.failed_percent');
  v_found record;
  v_stopped integer := 0;
begin
  for v_found in
    select k.id, n.total, n.failed
    from public.call_campaigns k
    cross join lateral (
      select count(*)::integer as total, (count(*) filter (where c.status = 'failed'))::integer as failed
      from public.calls c
      where c.user_id = k.user_id
        and c.created_at > greatest(p_now - v_window, k.watched_from)
        and c.campaign_id = k.id
        and c.confirmed_at is not null
    ) n
    where k.status = 'active'
      and n.total >= v_min_calls
      and n.failed * 100 >= n.total * v_percent
    order by k.id
  loop
    perform 1 from public.call_campaigns k where k.id = v_found.id and k.status = 'active' for no key update;
    continue when not found;
    update public.call_campaigns k
    set stopped_at = p_now, stopped_failed = v_found.failed, stopped_total = v_found.total
    where k.id = v_found.id;
    perform public.set_campaign_status(v_found.id, 'paused', p_now);
    v_stopped := v_stopped + 1;
  end loop;
  return v_stopped;
end
$function$;
comment on function public.stop_failing_campaigns is
  'Pauses campaigns of whose calls too many fail (safety.window_seconds, safety.min_calls, safety.failed_percent) and returns how many. Scheduled each minute. Raises campaign_step_not_allowed.';
revoke all on function public.stop_failing_campaigns from public;
grant execute on function public.stop_failing_campaigns to app_worker;
alter function public.stop_failing_campaigns owner to app_definer;
--! EndIncluded campaigns/public.stop_failing_campaigns.sql
--! Included notifications/public.tell_campaigns.sql
create or replace function public.tell_campaigns()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'campaign_finished', concat_ws(' ', n.id, extract(epoch from t.finished_at)), left(format('Campaign finished: %s', n.name), 255),
    format('%s of %s people were reached.', n.successful_calls, n.total_contacts), format('/campaigns/%s', n.id),
    jsonb_build_object('campaign_id', n.id), t.finished_at
  from new_rows n
  join old_rows o on o.id = n.id
  cross join lateral (select coalesce(n.completed_at, n.updated_at) as finished_at) t
  where n.status = 'completed' and o.status <> 'completed'
  order by n.user_id, n.id
  on conflict do nothing;
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'campaign_stopped', concat_ws(' ', n.id, extract(epoch from n.stopped_at)), left(format('Campaign stopped itself: %s', n.name), 255),
    format('%s of the last %s calls failed. Look at them before you resume it.', n.stopped_failed, n.stopped_total), format('/campaigns/%s', n.id),
    jsonb_build_object('campaign_id', n.id, 'failed', n.stopped_failed, 'calls', n.stopped_total), n.stopped_at
  from new_rows n
  join old_rows o on o.id = n.id
  where n.status = 'paused' and o.status <> 'paused' and n.stopped_at is not null
  order by n.user_id, n.id
  on conflict do nothing;
  return null;
end
$function$;
comment on function public.tell_campaigns is
  'Trigger of call_campaigns: a message when a campaign has finished, or has stopped itself.';
revoke all on function public.tell_campaigns from public;
alter function public.tell_campaigns owner to app_definer;
--! EndIncluded notifications/public.tell_campaigns.sql
