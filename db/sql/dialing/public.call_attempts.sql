-- The protocol toward a provider without idempotency keys: at most one request per attempt, at most one open attempt per item, unknown
-- is resolved only by asking. The four proof columns show for every attempt ever made that no limit was exceeded at its claim.

comment on table public.call_attempts is
  'One row per attempt to place a call: at most one request to the provider each.';
comment on column public.call_attempts.id is 'Key; sent to the provider as callgres_attempt_id and echoed in its events.';
comment on column public.call_attempts.user_id is 'The tenant the row belongs to; deleted with its queue item.';
comment on column public.call_attempts.queue_id is 'Item that is being called.';
comment on column public.call_attempts.phone_number is 'Number dialed, in E.164.';
comment on column public.call_attempts.state is
  'intent: claimed, nothing sent; sending: the request may be on the wire; accepted: the provider has a call; rejected: a definite no; unknown: nobody knows yet; void: there is no call.';
comment on column public.call_attempts.owner is 'Worker that may send the request, and no other.';
comment on column public.call_attempts.lease_deadline is
  'Until when the owner may begin to send; an intent past it becomes void, a sending attempt unknown.';
comment on column public.call_attempts.created_at is 'When it was claimed.';
comment on column public.call_attempts.sent_at is 'When the fence let it through; null when it never was sent.';
comment on column public.call_attempts.answered_at is 'When an answer of the provider was recorded; null when none came.';
comment on column public.call_attempts.execution_id is 'Id of the call at the provider; set exactly by acceptance, by whichever way it became known.';
comment on column public.call_attempts.closed_key is 'Null while the attempt is open, then its id: the key (queue_id, closed_key) admits one open attempt for each item.';
comment on column public.call_attempts.closed_at is
  'When the call of an accepted attempt was confirmed to have ended; null while open, and for attempts without a call.';
comment on column public.call_attempts.http_status is 'Status of the provider''s answer; null when there was none.';
comment on column public.call_attempts.error_message is 'What the provider or the transport said; null when nothing.';
comment on column public.call_attempts.stop_requested_at is
  'When we asked the provider to stop the call; decides that a stopped call counts as cancelled. Null when we did not.';
comment on column public.call_attempts.ghost_at is
  'When the call turned up at the provider although the attempt had been given up; null, as it should be, when it never did.';
comment on column public.call_attempts.hold_amount is 'Credits held for the call at its claim.';
comment on column public.call_attempts.pulse_seconds is 'Length in seconds of one billing pulse, pinned at the claim.';
comment on column public.call_attempts.price_per_pulse is 'Credits per begun pulse, pinned at the claim.';
comment on column public.call_attempts.tenant_slots_before is 'Slots the tenant used when this one was claimed.';
comment on column public.call_attempts.tenant_cap is 'Limit of the tenant at that moment; always above tenant_slots_before.';
comment on column public.call_attempts.system_slots_before is 'Slots the installation used when this one was claimed.';
comment on column public.call_attempts.system_cap is 'Limit of the installation at that moment; always above system_slots_before.';

alter table public.call_attempts enable row level security;
alter table public.call_attempts force row level security;

drop policy if exists call_attempts_select_own on public.call_attempts;
create policy call_attempts_select_own on public.call_attempts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_attempts_select_own on public.call_attempts is 'A tenant reads its own call attempts.';

drop policy if exists call_attempts_select_masker on public.call_attempts;
create policy call_attempts_select_masker on public.call_attempts for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy call_attempts_select_masker on public.call_attempts is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists call_attempts_all_definer on public.call_attempts;
create policy call_attempts_all_definer on public.call_attempts for all to app_definer
  using (true) with check (true);
comment on policy call_attempts_all_definer on public.call_attempts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_attempts to app_user;
grant select, insert, update, delete on public.call_attempts to app_definer;
grant select on public.call_attempts to app_masker;
