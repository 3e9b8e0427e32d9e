-- Who is to be called, and how that went. A pending item is claimable when it is due and its lane is open; pending items belong to
-- claim, promotion and cancelling, processing ones to the function that applies events, so the two never wait for each other.

comment on table public.call_queue is
  'One row per person to be called in a campaign, or per requested direct call.';
comment on column public.call_queue.id is 'Key; also the id of the slot in active_calls while the item is being called.';
comment on column public.call_queue.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.call_queue.campaign_id is 'Campaign of the item; null exactly for direct calls.';
comment on column public.call_queue.contact_id is 'Person to be called; the item is deleted with the contact.';
comment on column public.call_queue.agent_id is 'Agent that will speak.';
comment on column public.call_queue.phone_number is 'Number to dial in E.164, as the contact had it when the item was queued.';
comment on column public.call_queue.contact_name is 'Name of the person when the item was queued; null when unknown.';
comment on column public.call_queue.status is
  'pending: waits; processing: claimed, a call may be in the air; completed: reached; busy, no_answer, failed: last outcome, retries used up; cancelled.';
comment on column public.call_queue.priority is 'Higher goes first within the tenant and call type.';
comment on column public.call_queue.scheduled_for is 'Not before this instant; null: at once. Set for retries too.';
comment on column public.call_queue.attempts is 'Calls the provider has accepted for this item and that count; refused and unsent dials do not.';
comment on column public.call_queue.max_retries is 'How many more calls may follow the first, from the campaign; 0 for direct calls.';
comment on column public.call_queue.last_attempt_at is 'When the item was last sent to the provider; null when never.';
comment on column public.call_queue.processing_started_at is 'When the item was last claimed; null when never.';
comment on column public.call_queue.completed_at is 'When the item reached its final status; null before.';
comment on column public.call_queue.error_message is 'Why the last attempt failed or the item was cancelled; null when there is nothing to say.';
comment on column public.call_queue.metadata is 'Particulars of the outcome, such as the key of a refusal.';
comment on column public.call_queue.created_at is 'When the item was queued; part of the dialing order.';
comment on column public.call_queue.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.call_queue.call_id is 'Latest call of the item; null before the provider accepted one and after that call was deleted.';
comment on column public.call_queue.call_type is 'campaign or direct; direct goes first.';
comment on column public.call_queue.lane_id is 'Lane the item waits in; changes when number or country of the person does.';
comment on column public.call_queue.due is
  'False: waits for scheduled_for and stays outside the index of the claim; promotion sets it true. Only meaningful while pending.';

alter table public.call_queue enable row level security;
alter table public.call_queue force row level security;

drop policy if exists call_queue_select_own on public.call_queue;
create policy call_queue_select_own on public.call_queue for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_queue_select_own on public.call_queue is 'A tenant reads its own call queue.';

drop policy if exists call_queue_select_masker on public.call_queue;
create policy call_queue_select_masker on public.call_queue for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy call_queue_select_masker on public.call_queue is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists call_queue_all_definer on public.call_queue;
create policy call_queue_all_definer on public.call_queue for all to app_definer
  using (true) with check (true);
comment on policy call_queue_all_definer on public.call_queue is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_queue to app_user;
grant select, insert, update, delete on public.call_queue to app_definer;
grant select on public.call_queue to app_masker;
