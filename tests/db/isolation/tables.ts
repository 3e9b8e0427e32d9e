// What the rows of three-tenants.ts hold where a constraint or a key demands something; all else is filled with the
// tenant's mark. In the order of insertion.
import { createHash } from 'node:crypto';
import type { Owner } from './three-tenants.ts';

interface Table {
  /** 1 where a tenant can have only one row. */
  rows: 1 | 2;
  row: (who: Owner, n: 1 | 2) => Record<string, unknown>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const NOON = '2031-05-05 12:00:00Z';
const DAY = '2031-05-05';

const two = (row: Table['row'] = () => ({})): Table => ({ rows: 2, row });
const one = (row: Table['row'] = () => ({})): Table => ({ rows: 1, row });

export const TABLES: Readonly<Record<string, Table>> = {
  'public.users': one((who) => ({ email: `${who.mark}@test.example`, role: 'user', auth_provider: 'email', credits: 100 })),
  'public.user_sessions': two((who, n) => ({
    token: sha256(n === 1 ? who.token : `another ${who.token}`), refresh_token: sha256(`${who.letter} ${n}`), expires_at: '2099-01-01',
  })),
  'public.session_refreshes': two((who, n) => ({ session_id: who.id('public.user_sessions'), token_hash: sha256(`used ${who.letter} ${n}`), used_at: NOON })),
  'public.user_identities': two((who, n) => ({
    provider: n === 1 ? 'google' : 'github', issuer: 'https://issuer.example', subject_hash: sha256(`identity ${who.letter} ${n}`), created_at: NOON,
  })),
  'public.oauth_logins': two((who, n) => ({
    state_hash: sha256(`state ${who.letter} ${n}`), browser_hash: sha256(`browser ${who.letter} 1`), provider: n === 1 ? 'linkedin' : 'google_calendar', created_at: NOON, expires_at: '2099-01-01',
    used_at: n === 1 ? '2099-01-01' : null,
  })),
  'public.account_deletions': one(() => ({ requested_at: NOON, next_try_at: NOON })),
  'public.account_links': two((who, n) => ({ id: who.id('public.account_links', n), purpose: 'reset_password', token_hash: sha256(`link ${who.letter} ${n}`), created_at: NOON, expires_at: NOON })),
  'public.email_outbox': two((who, n) => ({
    id: who.id('public.email_outbox', n), kind: n === 1 ? 'reset_password' : 'password_changed', state: 'sent', to_email: `${who.mark}@test.example`, next_try_at: NOON, created_at: NOON,
  })),
  'public.login_attempts': two((who) => ({ email: `${who.mark}@test.example`, ip_address: '192.0.2.1' })),
  'public.failure_logs': two(() => ({ status_code: 500, duration_ms: 1 })),
  'public.user_email_settings': one(),
  'public.admin_audit_log': two((who) => ({ admin_user_id: who.userId, target_user_id: who.userId })),
  'public.agents': two((who, n) => ({ agent_type: 'call', webhook_secret_hash: sha256(`webhook ${who.letter} ${n}`) })),
  'public.phone_numbers': two((who, n) => ({ phone_number: who.phone(80 + n) })),
  'public.contact_imports': two(() => ({ status: 'done', policy: 'fill', finished_at: NOON })),
  'public.contacts': two((who, n) => ({
    phone_number: who.phone(n), auto_creation_source: 'manual', import_id: n === 1 ? who.id('public.contact_imports') : null,
  })),
  'public.contact_import_rejects': two((who, n) => ({ import_id: who.id('public.contact_imports'), line_number: n, kind: 'rejected' })),
  'public.contact_import_forecasts': two((who, n) => ({ import_id: who.id('public.contact_imports'), policy: n === 1 ? 'skip' : 'fill', inserted: 1, updated: 0, unchanged: 0 })),
  'public.contact_import_numbers': two((who, n) => ({ import_id: who.id('public.contact_imports'), phone_number: who.phone(n) })),
  'api.contact_import_rows': two((who, n) => ({ import_id: who.id('public.contact_imports'), line_number: n })),
  'public.call_campaigns': two((who) => ({
    agent_id: who.id('public.agents'), status: 'active', first_call_time: '00:00', last_call_time: '00:00', start_date: DAY,
    campaign_timezone: 'Europe/London', total_contacts: 1,
  })),
  'public.dispatch_lanes': two((who, n) => ({
    id: who.id('public.dispatch_lanes', n), call_type: 'campaign', campaign_id: who.id('public.call_campaigns', n), zone_key: '',
    open: true, closes_at: 'infinity',
  })),
  'public.call_queue': two((who, n) => ({
    campaign_id: who.id('public.call_campaigns', n), contact_id: who.id('public.contacts', n), agent_id: who.id('public.agents'),
    phone_number: who.phone(n), status: n === 1 ? 'processing' : 'pending', call_type: 'campaign', lane_id: who.id('public.dispatch_lanes', n),
  })),
  'public.contact_consents': two((who, n) => ({ contact_id: who.id('public.contacts', n), kind: 'express', obtained_at: NOON, recorded_at: NOON })),
  'public.call_attempts': two((who, n) => ({
    queue_id: who.id('public.call_queue', n), phone_number: who.phone(n), state: n === 1 ? 'accepted' : 'void', owner: who.id('public.users'),
    lease_deadline: NOON, created_at: NOON, sent_at: NOON, closed_at: n === 1 ? null : NOON, execution_id: `${who.mark} execution ${n}`,
    hold_amount: 6, pulse_seconds: 60, price_per_pulse: 1, tenant_slots_before: 0, tenant_cap: 1, system_slots_before: 0, system_cap: 1,
  })),
  'public.credit_holds': one((who) => ({ attempt_id: who.id('public.call_attempts'), amount: 6 })),
  'public.calls': two((who, n) => ({
    agent_id: who.id('public.agents'), contact_id: n === 1 ? who.id('public.contacts') : null,
    campaign_id: n === 1 ? who.id('public.call_campaigns') : null, queue_id: n === 1 ? who.id('public.call_queue') : null,
    attempt_id: n === 1 ? who.id('public.call_attempts') : null, bolna_execution_id: `${who.mark} execution ${n}`, phone_number: who.phone(n),
    call_source: 'phone', lead_type: 'outbound', status: 'in-progress', provider_status: 'in-progress', status_rank: 4, sentiment: 'positive',
    next_confirm_at: NOON, local_date: DAY, local_hour: 12,
  })),
  'public.active_calls': one((who) => ({
    id: who.id('public.call_queue'), call_type: 'campaign', phone_number: who.phone(1), bolna_execution_id: `${who.mark} execution 1`,
  })),
  'public.credit_transactions': two((who, n) => ({
    type: n === 1 ? 'usage' : 'purchase', amount: n === 1 ? -5 : 5, balance_after: n === 1 ? 95 : 100, call_id: n === 1 ? who.id('public.calls') : null,
  })),
  'public.do_not_call': two((who, n) => ({ phone_number: who.phone(90 + n), source: 'manual', call_id: n === 1 ? who.id('public.calls') : null })),
  'public.transcripts': one((who) => ({ call_id: who.id('public.calls'), agent_id: who.id('public.agents') })),
  'public.webhook_events': two((who, n) => ({
    id: who.id('public.webhook_events', n), source: 'webhook', agent_id: who.id('public.agents'), execution_id: `${who.mark} execution ${n}`,
    status: 'in-progress', quarantine_reason: null,
  })),
  'public.ui_events': two((who, n) => ({ id: who.id('public.ui_events', n), topic: 'calls', ref: who.id('public.calls') })),
  'public.reconciliations': two((who, n) => ({
    id: who.id('public.reconciliations', n), agent_id: who.id('public.agents'), begun_at: NOON, window_from: NOON,
  })),
  'public.lead_analytics': one((who) => ({
    call_id: who.id('public.calls'), agent_id: who.id('public.agents'), contact_id: who.id('public.contacts'), local_date: DAY, local_hour: 12,
    qualification_status: 'qualified', lifecycle_status: 'new', call_outcome: 'qualified',
  })),
  'public.lead_overrides': two((who, n) => ({ lead_id: who.id('public.lead_analytics'), field: n === 1 ? 'notes' : 'budget_range' })),
  'public.lead_analysis_notes': two((who) => ({ call_id: who.id('public.calls') })),
  'analytics.analyst_grant': two((who, n) => ({ login: `${who.mark} login ${n}`, all_tenants: false })),
  'public.agent_analytics': two((who, n) => ({ agent_id: who.id('public.agents'), date: DAY, hour: n })),
  'public.user_analytics': two((_who, n) => ({ date: `2031-05-0${n}` })),
  'public.kpi_notes': two((_who, n) => ({ date: `2031-05-0${n}` })),
  'public.dashboard_cache': two(() => ({ from_date: DAY, to_date: DAY, expires_at: NOON })),
  'public.contact_actions': two((who, n) => ({ kind: 'add_tag', tag: 'vip', status: n === 1 ? 'done' : 'undone', contact_ids: [], created_at: NOON, finished_at: NOON })),
  'public.calendar_meetings': two((who, n) => ({
    call_id: n === 1 ? who.id('public.calls') : null, contact_id: n === 1 ? who.id('public.contacts') : null, meeting_time: '2031-05-05 15:00:00Z', status: 'scheduled',
  })),
  'public.provider_accounts': one(() => ({ provider: 'google', status: 'connected', secret_sealed: 'v1.k.AAAA.AAAA', created_at: NOON, updated_at: NOON })),
  'public.calendar_sync': one((who) => ({ account_id: who.id('public.provider_accounts'), next_pull_at: NOON, next_watch_at: NOON, not_before: NOON })),
  'public.calendar_busy': two((who) => ({ account_id: who.id('public.provider_accounts'), starts_at: NOON, ends_at: '2031-05-05 13:00:00Z' })),
  'public.calendar_meeting_sync': two((who, n) => ({ meeting_id: who.id('public.calendar_meetings', n), account_id: who.id('public.provider_accounts'), push_state: 'done', conference_state: 'none', next_try_at: NOON, dirty: [] })),
  'public.customers': one((who) => ({ contact_id: who.id('public.contacts') })),
  'public.follow_ups': two((who) => ({ lead_phone: who.phone(1), follow_up_date: DAY, created_by: who.userId })),
  'public.notifications': two((who, n) => ({ type: 'meeting_booked', link: `/${who.mark}/${n}` })),
};

/** Tables whose rows are no tenant's; what they hold is the same for everybody. */
export const SHARED = [
  'public.meeting_status_steps', 'public.calling_rules', 'public.campaign_status_steps', 'public.dial_answer_classes', 'public.dial_claims', 'public.dispatch_locks',
  'public.dispatch_wakes', 'public.fictional_numbers', 'public.job_runs', 'public.lead_fields', 'public.lead_phrases', 'public.lead_stage_steps', 'public.login_limits', 'public.migrations',
  'public.number_plan', 'public.opt_out_phrases', 'public.provider_breakers', 'public.provider_statuses', 'public.system_config', 'public.time_zones', 'public.unapplied_events', 'public.workers',
];

/** Filled by a trigger when the account opens. */
export const BY_TRIGGER = ['public.notification_preferences', 'public.tenant_dispatch'];
