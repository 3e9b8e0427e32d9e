// Where the schema differs from the reference on purpose: the difference, as compare-facts.ts words it, and its reason.
// A difference that is not here fails the test, and so does a line here whose difference does not exist.
export const deliberateDifferences: Readonly<Record<string, string>> = {
  // Where the reference is silent or at odds with itself.
  'user_email_settings.updated_at: added': 'The reference gives the table an updated_at trigger but no such column.',
  'phone_numbers.updated_at: added': 'The reference gives the table an updated_at trigger but no such column.',
  'follow_ups.updated_at: added': 'The reference gives the table an updated_at trigger but no such column.',
  'user_sessions.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'login_attempts.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'admin_audit_log.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'user_email_settings.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'user_email_settings.created_at: added': 'The reference leaves it out here; every row says since when it is there.',
  'failure_logs.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'notifications.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'notification_preferences.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'notification_preferences.created_at: added': 'The reference leaves it out here; every row says since when it is there.',
  'notification_preferences.updated_at: added': 'The reference leaves it out here; every row that changes says when.',
  'credit_transactions.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'phone_numbers.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'phone_numbers.created_at: added': 'The reference leaves it out here; every row says since when it is there.',
  'transcripts.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'transcripts.created_at: added': 'The reference leaves it out here; every row says since when it is there.',
  'transcripts.updated_at: added': 'The reference leaves it out here; every row that changes says when.',
  'lead_analytics.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'agent_analytics.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'agent_analytics.created_at: added': 'The reference leaves it out here; every row says since when it is there.',
  'agent_analytics.updated_at: added': 'The reference leaves it out here; every row that changes says when.',
  'user_analytics.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'user_analytics.created_at: added': 'The reference leaves it out here; every row says since when it is there.',
  'user_analytics.updated_at: added': 'The reference leaves it out here; every row that changes says when.',
  'calendar_meetings.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'customers.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'follow_ups.id default: none → uuid_generate_v4()': 'The reference leaves this default open; all ids are made alike.',
  'follow_ups.created_at: added': 'The reference leaves it out here; every row says since when it is there.',

  // user_sessions
  'user_sessions.proved_at: added': 'What weighs most asks for the password again when this is a while ago.',
  'user_sessions.acting_admin_id: added': 'An administrator looks at an account through a session of its own, which only reads.',
  'user_sessions.acting_session_id: added': 'Without the administrator\'s own session that one proves nothing.',
  'user_sessions check user_sessions_view_is_whole: added': 'A view names administrator and session, and cannot be renewed.',
  'user_sessions.created_at: added': 'The sessions page says when a device signed in.',
  'user_sessions unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',
  'user_sessions check user_sessions_token_is_a_hash: added': 'Only the SHA-256 of a token may be stored: a stolen dump opens no session.',
  'user_sessions check user_sessions_refresh_token_is_a_hash: added': 'Only the SHA-256 of a token may be stored: a stolen dump opens no session.',

  // admin_audit_log
  'admin_audit_log.created_at: added': 'An audit without a time proves nothing.',

  // system_config
  'system_config check system_config_holds_no_secret: added': 'Everybody signed in may read this table.',

  // failure_logs
  'failure_logs.created_at: added': 'A log needs a time, and is pruned by it.',

  // notifications
  'notifications.event_key: added': 'One event makes one message, whoever notices it twice.',
  'notifications unique (event_key, type, user_id): added': 'One event makes one message, whoever notices it twice.',
  'notifications.type words: none → campaign_finished/campaign_stopped/credits_short/integration_broken/low_credits/meeting_booked/meeting_changed': 'Pages have a sign and mail a switch for each.',
  'notification_preferences.low_credits_threshold: added': 'When credits are low, each tenant says for itself.',
  'notifications unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',
  'notifications.metadata gin index: missing': 'Nothing searches inside this column, and the index would be written with every event.',
  'notifications check notifications_link_stays_here: added': 'A link in a notification may not lead off our pages.',

  // credit_transactions
  'credit_transactions.balance_after range: none → 0..': 'The balance is never negative, so no row may say it was.',
  'credit_transactions.seq: added': 'The order of the ledger: times of one transaction are equal.',
  'credit_transactions.created_at: added': 'A ledger needs a time.',
  'credit_transactions unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',
  'credit_transactions unique (call_id, type) in part: added': 'A call is charged once and refunded once, whoever asks twice.',
  'credit_transactions unique (seq, user_id): added': "The order of one tenant's ledger has no ties.",
  'credit_transactions check credit_transactions_usage_takes_purchase_gives: added': 'The sign of an amount follows from its type.',

  // agents
  'agents.webhook_secret_hash: added': 'The webhook path is looked up by the hash of its secret.',
  'agents unique (webhook_secret_hash): added': 'A webhook path leads to one agent.',
  'agents check agents_webhook_secret_is_a_hash: added': 'The secret itself must not be stored beside its hash.',

  // phone_numbers
  'phone_numbers unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',

  // contacts
  'contacts.import_id: added': 'Undo of an import needs to know what the import created.',
  'contacts.deleted_at: added': 'Removing a contact can be undone, and its calls keep their person.',

  // call_campaigns
  'call_campaigns unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',
  'call_campaigns.stopped_at: added': 'A campaign that stopped itself says so, and since when.',
  'call_campaigns.stopped_failed: added': 'It says which figure tripped.',
  'call_campaigns.stopped_total: added': 'It says which figure tripped.',
  'call_campaigns.watched_from: added': 'What failed before somebody resumed it does not stop it again.',
  'call_campaigns check call_campaigns_stopped_check: added': 'The figures belong to the stop: all of them or none.',
  'call_campaigns check call_campaigns_end_after_start: added': 'A campaign that ends before it starts never calls anybody.',

  // call_queue
  'call_queue.lane_id: added': 'The claim finds items by lane: pausing then costs one row for each lane, not for each item.',
  'call_queue.due: added': 'Future items stay outside the index of the claim, so it never walks over them.',
  'call_queue unique (campaign_id, contact_id) in part: added': 'A person waits or is called at most once in a campaign.',
  'call_queue.metadata gin index: missing': 'Nothing searches inside this column, and the index would be written with every event.',
  'call_queue check call_queue_campaign_exactly_for_campaign_calls: added': 'The type of a call and its campaign cannot contradict each other.',
  'call_queue check call_queue_pending_is_dated_when_not_due: added': 'An item that is not due and has no date would wait for ever.',

  // active_calls
  'active_calls.phone_number: added': "Nobody's telephone rings twice at once: the unique index needs the number.",
  'active_calls.adopted: added': 'A call found after it was given up gets a slot even above the limit.',
  'active_calls.adopted_key: added': 'Null for a claimed slot, its id for an adopted one, so that one full unique index tells them apart.',
  'active_calls unique (adopted_key, phone_number, user_id) nulls not distinct: added': "Nobody's telephone rings twice at once for one tenant.",
  'active_calls.metadata gin index: missing': 'Nothing searches inside this column, and the index would be written with every event.',
  'active_calls check valid reference: missing': 'A CHECK sees one row and cannot look at queue or calls; slots are inserted with their item or call in one transaction.',

  // calls
  'calls.duration_seconds range: none → 0..': 'A negative talk time would be a negative charge.',
  'calls.queue_id: added': 'The outcome of a call belongs to the item it was made for.',
  'calls.attempt_id: added': 'The hold and the price of a call are pinned on its attempt.',
  'calls.provider_status: added': 'The provider has 15 words, the reference six: the word behind status is kept.',
  'calls.confirmed_at: added': 'Money and outcome move once, when the provider has confirmed the end.',
  'calls.next_confirm_at: added': 'Asking for the confirmation backs off.',
  'calls.local_date: added': "Rollups go by the tenant's days, and a stamp tells every reader the same day.",
  'calls.local_hour: added': "Rollups go by the tenant's hours; UTC hours cannot be folded into zones of half hours.",
  'calls.status_rank: added': 'Events are merged by rank, so any order of arrival ends in the same row.',
  'calls.confirm_tries: added': 'Asking for the confirmation backs off.',
  'calls.credits: added': 'What the call cost, without a search in the ledger.',
  'calls.credits_shortfall: added': 'What the balance did not allow to charge is recorded, not forgotten.',
  'calls unique (attempt_id) in part: added': 'An attempt becomes one call at most.',
  'calls.metadata gin index: missing': 'Nothing searches inside this column, and the index would be written with every event.',

  // transcripts
  'transcripts unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',

  // lead_analytics
  'lead_analytics.local_date: added': 'When a call is deleted, its lead must still find the day to subtract from.',
  'lead_analytics.local_hour: added': 'When a call is deleted, its lead must still find the hour to subtract from.',
  'lead_analytics.total_score default: none → generated': 'The mean of the known scores is computed in one place.',
  'lead_analytics.cta_pricing_clicks: added': 'What agent_analytics counts has to be kept with the call it is about.',
  'lead_analytics.cta_demo_clicks: added': 'What agent_analytics counts has to be kept with the call it is about.',
  'lead_analytics.cta_followup_clicks: added': 'What agent_analytics counts has to be kept with the call it is about.',
  'lead_analytics.cta_sample_clicks: added': 'What agent_analytics counts has to be kept with the call it is about.',
  'lead_analytics.cta_human_escalations: added': 'What agent_analytics counts has to be kept with the call it is about.',
  'lead_analytics check lead_analytics_cta_check: added': 'Counts are not negative and stay within what a call can hold.',
  'lead_analytics unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',

  // agent_analytics
  'agent_analytics.answered_calls: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.total_duration_seconds: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.engagement_score_sum: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.engagement_score_count: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.intent_score_sum: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.intent_score_count: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.urgency_score_sum: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.urgency_score_count: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.budget_score_sum: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.budget_score_count: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.fit_score_sum: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.fit_score_count: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.total_score_sum: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.total_score_count: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.total_duration_minutes default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_duration_minutes default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.conversion_rate default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_engagement_score default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_intent_score default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_urgency_score default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_budget_score default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_fit_score default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.avg_total_score default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.cost_per_lead default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.success_rate default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.answer_rate default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.total_cta_interactions default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.cta_conversion_rate default: 0 → generated': 'Computed by the database from the additive columns: one formula, and no path that could write another value.',
  'agent_analytics.cta_calls: added': 'Additive column: averages and rates are computed from it, so signed differences keep them exact.',
  'agent_analytics.phone_calls: added': 'Additive column: the dashboard splits calls by source without reading them.',
  'agent_analytics.internet_calls: added': 'Additive column: the dashboard splits calls by source without reading them.',
  'agent_analytics unique (agent_id, date, hour): → nulls not distinct': 'With distinct nulls a day could have two rows with hour NULL.',

  // user_analytics
  'user_analytics.answered_calls: added': 'Additive column: the dashboard reads one row per day, however many agents and calls there are.',
  'user_analytics.total_duration_seconds: added': 'Additive column: the dashboard reads one row per day, however many agents and calls there are.',
  'user_analytics.phone_calls: added': 'Additive column: the dashboard reads one row per day, however many agents and calls there are.',
  'user_analytics.internet_calls: added': 'Additive column: the dashboard reads one row per day, however many agents and calls there are.',
  'user_analytics.total_score_sum: added': 'Additive column: the dashboard reads one row per day, however many agents and calls there are.',
  'user_analytics.total_score_count: added': 'Additive column: the dashboard reads one row per day, however many agents and calls there are.',

  // calendar_meetings
  'calendar_meetings.duration_minutes range: none → 1..': 'A meeting takes time.',
  'calendar_meetings unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',

  // customers
  'customers.deleted_at: added': 'Removing a customer can be undone.',
  'customers unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',

  // follow_ups
  'follow_ups.deleted_at: added': 'Removing a task can be undone.',
  'follow_ups unique (id, user_id): added': 'Target of composite foreign keys, which keep tenants apart, and index of the key to users.',
};
