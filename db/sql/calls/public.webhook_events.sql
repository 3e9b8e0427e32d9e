-- The inbox. Everything the provider said is kept as it came, then applied in batches; the same words twice are one row. Bodies hold
-- personal data and come from outside: functions only. Rows are not written again (unless one is put aside): what still has to be
-- applied is unapplied_events, because a mark in these wide, much indexed rows was a tenth of the price of applying an event.

comment on table public.webhook_events is
  'One row per event of the provider, pushed by it or pulled by us; kept for 30 days.';
comment on column public.webhook_events.id is 'Running number; not an order: ids do not commit in order.';
comment on column public.webhook_events.source is 'webhook: pushed to us, a hint; pull: our own question, which may confirm.';
comment on column public.webhook_events.agent_id is 'Agent whose secret path or listing it came by; null when that is unknown.';
comment on column public.webhook_events.execution_id is 'Id of the call at the provider, as text; null when the body has none.';
comment on column public.webhook_events.status is 'The provider''s word; null when the body has none.';
comment on column public.webhook_events.body_hash is 'SHA-256 of the bytes in hex: with source, execution and status it recognises a repetition.';
comment on column public.webhook_events.body is 'The body as JSON; null when it could not be read as such.';
comment on column public.webhook_events.raw_text is 'The body as text when it is not usable JSON, else null.';
comment on column public.webhook_events.source_ip is 'Address it came from; null for pulled ones.';
comment on column public.webhook_events.received_at is 'When it was stored.';
comment on column public.webhook_events.quarantine_reason is 'Key of the reason why it is not applied any more; null while it may be.';
comment on column public.webhook_events.happened_at is 'When the provider last changed the call; when it does not say, when we heard.';
comment on column public.webhook_events.duration_seconds is 'Talk time, rounded up. Unit: seconds.';

alter table public.webhook_events enable row level security;
alter table public.webhook_events force row level security;

drop policy if exists webhook_events_all_definer on public.webhook_events;
create policy webhook_events_all_definer on public.webhook_events for all to app_definer
  using (true) with check (true);
comment on policy webhook_events_all_definer on public.webhook_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.webhook_events to app_definer;
