-- Calls that the provider has accepted. Events only ever raise them by rank; money, outcome and counters move once, when the end is
-- confirmed by asking. What the other side said is text of strangers: shown as text, never trusted.

comment on table public.calls is
  'One row per call that the provider has accepted, outbound or inbound.';
comment on column public.calls.id is 'Key.';
comment on column public.calls.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calls.agent_id is 'Agent that speaks; the call is deleted with it.';
comment on column public.calls.contact_id is 'Person called or calling; null when unknown or gone.';
comment on column public.calls.campaign_id is 'Campaign of the call; null for direct and inbound calls and when it is gone.';
comment on column public.calls.bolna_conversation_id is
  'Conversation at the provider; equals the execution id as long as the provider names no other.';
comment on column public.calls.bolna_execution_id is 'Id of the call at the provider, unique.';
comment on column public.calls.phone_number is 'Number of the other party, in E.164 where the provider gives it so.';
comment on column public.calls.call_source is 'phone, internet, or unknown when the numbers do not tell; null before it is determined.';
comment on column public.calls.caller_name is 'Name the caller gave; null when none.';
comment on column public.calls.caller_email is 'E-mail address the caller gave; null when none.';
comment on column public.calls.lead_type is 'outbound: we called; inbound: we were called. Null when the provider has not said.';
comment on column public.calls.status is 'How far the call is; follows the provider''s word by provider_statuses and never goes back.';
comment on column public.calls.duration_seconds is 'Seconds of talk as billed, rounded up; null until the provider has told.';
comment on column public.calls.recording_url is 'Where the provider keeps the recording; expires, never shown to a browser. Null when there is none.';
comment on column public.calls.transcript is 'What was said, one line per turn as the provider gives it; null when there is none.';
comment on column public.calls.summary is 'Summary by the provider; null when there is none.';
comment on column public.calls.sentiment is 'Mood of the call as the analysis reads it; null when not analysed.';
comment on column public.calls.next_action is 'What the call asks for next; null when nothing.';
comment on column public.calls.started_at is 'When the call was answered; null when it was not.';
comment on column public.calls.ended_at is 'When the line became free; null while it is not. May be set before the status says so.';
comment on column public.calls.created_at is 'When the provider accepted the call; for calls found later, the provider''s own time.';
comment on column public.calls.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.calls.metadata is 'What has no column: cost with its unit, hang-up reason, carrier, provider''s error.';
comment on column public.calls.from_number is 'Calling number; null when unknown.';
comment on column public.calls.to_number is 'Called number; null when unknown.';
comment on column public.calls.queue_id is 'Queue item of the call; null for inbound calls and when it is gone.';
comment on column public.calls.attempt_id is 'Attempt that placed the call; null for inbound calls and when it is gone. One call per attempt.';
comment on column public.calls.provider_status is 'The provider''s own word behind status; null before the first event.';
comment on column public.calls.status_rank is 'Rank of that word, 0 to 6; events of a lower rank change nothing.';
comment on column public.calls.confirmed_at is
  'When we asked the provider and it showed a terminal word; null before. Money and outcome move here, once.';
comment on column public.calls.confirm_tries is 'How often we have asked for the confirmation.';
comment on column public.calls.next_confirm_at is 'When to ask next; null when nothing is to be asked.';
comment on column public.calls.credits is 'Whole credits charged for the call; 0 until confirmed.';
comment on column public.calls.credits_shortfall is 'Credits the call should have cost beyond what the balance allowed; not charged.';
comment on column public.calls.local_date is 'Day of created_at in the tenant''s time zone; stamped on insert, rollups go by it.';
comment on column public.calls.local_hour is 'Hour 0 to 23 of created_at in the tenant''s time zone; stamped with local_date.';

alter table public.calls enable row level security;
alter table public.calls force row level security;

drop policy if exists calls_select_own on public.calls;
create policy calls_select_own on public.calls for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calls_select_own on public.calls is 'A tenant reads its own calls.';

drop policy if exists calls_select_masker on public.calls;
create policy calls_select_masker on public.calls for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy calls_select_masker on public.calls is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists calls_all_definer on public.calls;
create policy calls_all_definer on public.calls for all to app_definer
  using (true) with check (true);
comment on policy calls_all_definer on public.calls is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calls to app_user;
grant select, insert, update, delete on public.calls to app_definer;
grant select on public.calls to app_masker;
