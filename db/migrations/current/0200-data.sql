-- What the functions look up. Roles that own tables see no row under forced row security, so data is written as the definer.
insert into public.time_zones (name)
select z.name from pg_catalog.pg_timezone_names z
where z.name !~ '^(posix|right)/' and z.name !~ '^(Factory|posixrules|localtime)$' and (z.name ~ '/' or z.name = 'UTC')
order by z.name;

insert into public.dispatch_locks (name) values ('claim'), ('events'), ('kpi');

insert into public.system_config (key, value, description) values
  ('dial.system_max_concurrent', '100', 'Calls at once on the whole platform. Unit: calls. Bounds: 1 to 10000. Must not exceed the concurrency of the provider account.'),
  ('dial.tenant_max_concurrent', '10', 'Calls at once of one tenant without a limit of its own. Unit: calls. Bounds: 0 to 10000.'),
  ('dial.rate_per_second', '8', 'New calls for each second on the whole platform, averaged over ten seconds; 0 means no limit and is for benchmarks only. Unit: calls per second. Bounds: 0 to 8.'),
  ('dial.quantum', '4', 'Calls that a tenant of weight 1 may start before the next tenant has its turn. Unit: calls. Bounds: 1 to 100.'),
  ('dial.http_timeout_ms', '10000', 'How long a worker waits for the answer to a dial. Unit: milliseconds.'),
  ('dial.fence_margin_ms', '12000', 'Lease that must be left when a dial is sent. Unit: milliseconds. Longer than the HTTP timeout, shorter than the lease.'),
  ('dial.lease_ms', '30000', 'How long a claimed attempt belongs to its worker. Unit: milliseconds.'),
  ('dial.heartbeat_ms', '5000', 'How often a worker reports that it lives. Unit: milliseconds.'),
  ('dial.reconcile_ms', '15000', 'How often an agent with unknown attempts is listed at the provider. Unit: milliseconds.'),
  ('dial.settle_ms', '600000', 'After its lease an unknown attempt is written off only when a listing begun this much later does not show it. Unit: milliseconds. At least the lease.'),
  ('dial.silence_ms', '120000', 'A call without news for this long is asked about. Unit: milliseconds.'),
  ('dial.gets_per_second', '8', 'Questions about single calls that one worker asks the provider at most. Unit: questions per second.'),
  ('dial.busy_number_defer_seconds', '300', 'A person who is on another call of the same tenant is tried again after this. Unit: seconds.'),
  ('dial.default_call_terminate_seconds', '300', 'Longest call of an agent whose configuration names no call_terminate. Unit: seconds.'),
  ('dial.call_grace_seconds', '30', 'Added to the longest call when credits are held. Unit: seconds.'),
  ('credits.pulse_seconds', '60', 'Talk time is charged in pulses of this length, rounded up. Unit: seconds. Bounds: 1 to 3600.'),
  ('credits.price_per_pulse', '1', 'Price of one pulse. Unit: credits. Bounds: 0 to 1000.'),
  ('bolna.min_conversation_seconds', '0', 'A completed call that talked no longer than this counts as not answered. Unit: seconds.'),
  ('session.lifetime_hours', '168', 'Life of a session. Unit: hours.'),
  ('ui_events.keep_minutes', '15', 'How long live events are kept for a tab that was away. Unit: minutes.'),
  ('webhook_events.keep_days', '30', 'How long raw provider events are kept. Unit: days.'),
  ('login_attempts.keep_days', '90', 'How long sign-in attempts are kept. Unit: days.'),
  ('import.chunk_lines', '20000', 'Lines of an import that are merged in one transaction. Unit: lines.'),
  ('default_timezone', 'UTC', 'Zone of a tenant whose location is not the name of a time zone. An IANA name.');

insert into public.provider_statuses
  (status, rank, is_terminal, frees_line, call_status, queue_outcome, is_retryable, counts_as_attempt, may_charge, description) values
  ('scheduled', 0, false, false, 'initiated', null, false, true, false, 'The provider will dial later.'),
  ('queued', 1, false, false, 'initiated', null, false, true, false, 'Waiting at the provider for a free line.'),
  ('rescheduled', 1, false, false, 'initiated', null, false, true, false, 'Outside the hours of the provider''s own guard; it would dial later.'),
  ('initiated', 2, false, false, 'initiated', null, false, true, false, 'The provider has begun to dial.'),
  ('ringing', 3, false, false, 'initiated', null, false, true, false, 'The telephone rings.'),
  ('in-progress', 4, false, false, 'in-progress', null, false, true, false, 'Somebody or something has answered.'),
  ('call-disconnected', 5, false, true, 'in-progress', null, false, true, false, 'The line is free; the provider still writes its report.'),
  ('completed', 6, true, true, 'completed', 'completed', false, true, true, 'The call is over and reported. Says nothing about a conversation: its length does.'),
  ('busy', 6, true, true, 'busy', 'busy', true, true, false, 'The line was busy.'),
  ('no-answer', 6, true, true, 'no-answer', 'no_answer', true, true, false, 'Nobody answered.'),
  ('balance-low', 6, true, true, 'failed', 'pending', false, false, false, 'The provider account has no money: the person was not called, the next dial waits.'),
  ('canceled', 6, true, true, 'failed', 'cancelled', false, true, true, 'Cancelled at the provider.'),
  ('stopped', 6, true, true, 'failed', 'failed', false, true, true, 'Stopped at the provider; the item is cancelled when we asked for it.'),
  ('failed', 6, true, true, 'failed', 'failed', false, true, false, 'The call could not be made.'),
  ('error', 6, true, true, 'failed', 'failed', false, true, true, 'The provider failed in the call.'),
  ('not-found', 6, true, true, 'failed', 'failed', false, true, false, 'Our own word: the provider says that it does not know this call any more.');

insert into public.dial_answer_classes
  (http_status, queue_effect, breaker_reason, back_off_seconds, switches_agent_off, description) values
  (400, 'fail', null, 0, false, 'The request is malformed: the number is not one that can be dialed.'),
  (401, 'requeue', 'provider_key', 60, false, 'The key is not accepted.'),
  (402, 'requeue', 'provider_balance', 300, false, 'The provider account has no money.'),
  (403, 'requeue', 'provider_key', 60, false, 'The key is not accepted for this.'),
  (404, 'requeue', null, 60, true, 'The agent is not known to the provider.'),
  (405, 'fail', null, 0, false, 'The provider does not take this request.'),
  (413, 'fail', null, 0, false, 'The request is too large.'),
  (415, 'fail', null, 0, false, 'The provider does not take this form of request.'),
  (422, 'fail', null, 0, false, 'The provider refuses a field of the request.'),
  (429, 'requeue', 'provider_limit', 5, false, 'Too many requests.');

insert into public.campaign_status_steps (from_status, to_status, action, description) values
  ('draft', 'scheduled', 'launch', 'Launched before its start date.'),
  ('draft', 'active', 'launch', 'Launched.'),
  ('draft', 'cancelled', 'cancel', 'Given up before it began.'),
  ('scheduled', 'draft', null, 'Taken back for editing.'),
  ('scheduled', 'active', null, 'Its first calling hours have begun.'),
  ('scheduled', 'paused', 'pause', 'Paused before it began.'),
  ('scheduled', 'cancelled', 'cancel', 'Given up before it began.'),
  ('active', 'paused', 'pause', 'No new calls; calls on the line end normally.'),
  ('active', 'completed', null, 'Nobody is waiting, retrying or on a line.'),
  ('active', 'cancelled', 'cancel', 'Given up; people who still wait are not called.'),
  ('paused', 'active', 'resume', 'Resumed.'),
  ('paused', 'scheduled', 'resume', 'Resumed before its start date.'),
  ('paused', 'completed', null, 'Its last call ended while it was paused.'),
  ('paused', 'cancelled', 'cancel', 'Given up; people who still wait are not called.');
