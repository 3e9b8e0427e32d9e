// Written by `npm run generate` from the views of schema api. Do not edit.
import { z } from 'zod';
import { decimal, timeOfDay } from '../values.ts';
import {
  activeCallCallTypeSchema,
  agentTypeSchema,
  calendarMeetingStatusSchema,
  callCampaignStatusSchema,
  callLeadTypeSchema,
  callQueueCallTypeSchema,
  callQueueStatusSchema,
  callSentimentSchema,
  callSourceSchema,
  callStatusSchema,
  callingRuleConsentSchema,
  contactActionKindSchema,
  contactActionStatusSchema,
  contactImportForecastPolicySchema,
  contactImportPolicySchema,
  contactImportStatusSchema,
  doNotCallSourceSchema,
  emailOutboxKindSchema,
  emailOutboxStateSchema,
  leadAnalyticsCallOutcomeSchema,
  leadAnalyticsLifecycleStatusSchema,
  leadAnalyticsQualificationStatusSchema,
  notificationTypeSchema,
  providerAccountStatusSchema,
  uiEventTopicSchema,
  userIdentityProviderSchema,
  userRoleSchema,
} from './vocabularies.ts';

/** api.agents: One row per agent of the tenant. */
export const agentRow = z.object({
  id: z.guid(),
  name: z.string(),
  description: z.string().nullable(),
  agent_type: agentTypeSchema,
  is_active: z.boolean(),
  bolna_agent_id: z.string(),
  created_at: z.iso.datetime({ offset: true }),
});
export type AgentRow = z.output<typeof agentRow>;

/** api.all_phone_numbers: One row per telephone number of the installation. */
export const allPhoneNumberRow = z.object({
  id: z.guid(),
  phone_number: z.string(),
  friendly_name: z.string().nullable(),
  country_code: z.string().nullable(),
  is_active: z.boolean(),
  can_call: z.boolean(),
  is_synced: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
  user_id: z.guid(),
  email: z.string(),
  company: z.string().nullable(),
  name: z.string(),
});
export type AllPhoneNumberRow = z.output<typeof allPhoneNumberRow>;

/** api.analysts: One row per login of an analyst. */
export const analystRow = z.object({
  login: z.string(),
  sees_all: z.boolean(),
  sees_personal: z.boolean(),
  accounts: z.array(z.string()),
  sessions: z.int32(),
  created_at: z.iso.datetime({ offset: true }).nullable(),
});
export type AnalystRow = z.output<typeof analystRow>;

/** api.audit_entries: One row per act of an administrator. */
export const auditEntryRow = z.object({
  id: z.guid(),
  created_at: z.iso.datetime({ offset: true }),
  action: z.string(),
  admin_user_id: z.guid(),
  admin_email: z.string().nullable(),
  target_user_id: z.guid().nullable(),
  target_email: z.string().nullable(),
  resource_type: z.string(),
  resource_id: z.string().nullable(),
  details: z.json(),
  ip_address: z.string().nullable(),
});
export type AuditEntryRow = z.output<typeof auditEntryRow>;

/** api.calendar_accounts: One row per calendar at Google. get_calendar_account shows a tenant its own. */
export const calendarAccountRow = z.object({
  id: z.guid(),
  email: z.string().nullable(),
  status: providerAccountStatusSchema,
  last_error: z.string().nullable(),
  last_pull_at: z.iso.datetime({ offset: true }).nullable(),
  is_told: z.boolean(),
  is_paused: z.boolean(),
  waiting: z.int32(),
  failed: z.int32(),
  not_there: z.int32(),
  updated_at: z.iso.datetime({ offset: true }),
});
export type CalendarAccountRow = z.output<typeof calendarAccountRow>;

/** api.call_details: One row per call, with everything its page shows. */
export const callDetailRow = z.object({
  id: z.guid(),
  agent_id: z.guid(),
  agent_name: z.string(),
  contact_id: z.guid().nullable(),
  contact_name: z.string().nullable(),
  campaign_id: z.guid().nullable(),
  campaign_name: z.string().nullable(),
  phone_number: z.string(),
  lead_type: callLeadTypeSchema.nullable(),
  call_source: callSourceSchema.nullable(),
  status: callStatusSchema,
  provider_status: z.string().nullable(),
  duration_seconds: z.int32().nullable(),
  summary: z.string().nullable(),
  sentiment: callSentimentSchema.nullable(),
  credits: z.int32(),
  started_at: z.iso.datetime({ offset: true }).nullable(),
  ended_at: z.iso.datetime({ offset: true }).nullable(),
  confirmed_at: z.iso.datetime({ offset: true }).nullable(),
  created_at: z.iso.datetime({ offset: true }),
  has_transcript: z.boolean(),
  is_voicemail: z.boolean(),
  transcript: z.string().nullable(),
  recording_available: z.boolean(),
  next_action: z.string().nullable(),
  hangup_reason: z.string().nullable(),
  credits_shortfall: z.int32(),
  hold_amount: z.int32().nullable(),
  pulse_seconds: z.int32().nullable(),
  price_per_pulse: z.int32().nullable(),
});
export type CallDetailRow = z.output<typeof callDetailRow>;

/** api.calling_rules: One row per jurisdiction: the rule that holds today. */
export const callingRuleRow = z.object({
  jurisdiction: z.string(),
  valid_from: z.iso.date(),
  weekdays: z.array(z.int().min(-32_768).max(32_767)),
  local_start: timeOfDay,
  local_end: timeOfDay,
  consent: callingRuleConsentSchema,
  max_calls_per_day: z.int().min(-32_768).max(32_767).nullable(),
  source: z.string(),
  checked_on: z.iso.date(),
});
export type CallingRuleRow = z.output<typeof callingRuleRow>;

/** api.calls: One row per call that the provider has accepted or that came in. */
export const callRow = z.object({
  id: z.guid(),
  agent_id: z.guid(),
  agent_name: z.string(),
  contact_id: z.guid().nullable(),
  contact_name: z.string().nullable(),
  campaign_id: z.guid().nullable(),
  campaign_name: z.string().nullable(),
  phone_number: z.string(),
  lead_type: callLeadTypeSchema.nullable(),
  call_source: callSourceSchema.nullable(),
  status: callStatusSchema,
  provider_status: z.string().nullable(),
  duration_seconds: z.int32().nullable(),
  summary: z.string().nullable(),
  sentiment: callSentimentSchema.nullable(),
  credits: z.int32(),
  started_at: z.iso.datetime({ offset: true }).nullable(),
  ended_at: z.iso.datetime({ offset: true }).nullable(),
  confirmed_at: z.iso.datetime({ offset: true }).nullable(),
  created_at: z.iso.datetime({ offset: true }),
  has_transcript: z.boolean(),
  is_voicemail: z.boolean(),
});
export type CallRow = z.output<typeof callRow>;

/**
 * api.campaigns: One row per campaign of the tenant, with its people counted by what became of them: total_contacts is
 * the sum of the eight people_ columns.
 */
export const campaignRow = z.object({
  id: z.guid(),
  name: z.string(),
  description: z.string().nullable(),
  next_action: z.string(),
  status: callCampaignStatusSchema,
  agent_id: z.guid(),
  agent_name: z.string(),
  first_call_time: timeOfDay,
  last_call_time: timeOfDay,
  start_date: z.iso.date(),
  end_date: z.iso.date().nullable(),
  timezone: z.string(),
  max_retries: z.int32(),
  retry_interval_minutes: z.int32(),
  total_contacts: z.int32(),
  completed_calls: z.int32(),
  successful_calls: z.int32(),
  failed_calls: z.int32(),
  started_at: z.iso.datetime({ offset: true }).nullable(),
  completed_at: z.iso.datetime({ offset: true }).nullable(),
  created_at: z.iso.datetime({ offset: true }),
  people_waiting: z.int32(),
  people_retrying: z.int32(),
  people_on_line: z.int32(),
  people_unresolved: z.int32(),
  people_closing: z.int32(),
  people_reached: z.int32(),
  people_not_reached: z.int32(),
  people_cancelled: z.int32(),
  next_opening_at: z.iso.datetime({ offset: true }).nullable(),
  actions: z.array(z.string()),
});
export type CampaignRow = z.output<typeof campaignRow>;

/** api.contact_actions: One row per act of the tenant on many contacts, as long as it can be undone. */
export const contactActionRow = z.object({
  id: z.guid(),
  kind: contactActionKindSchema,
  tag: z.string().nullable(),
  status: contactActionStatusSchema,
  people: z.int32(),
  people_done: z.int32(),
  created_at: z.iso.datetime({ offset: true }),
  finished_at: z.iso.datetime({ offset: true }).nullable(),
});
export type ContactActionRow = z.output<typeof contactActionRow>;

/** api.contact_import_forecasts: One row per policy of an import of the tenant that waits to be begun. */
export const contactImportForecastRow = z.object({
  import_id: z.guid(),
  policy: contactImportForecastPolicySchema,
  inserted: z.int32(),
  updated: z.int32(),
  unchanged: z.int32(),
});
export type ContactImportForecastRow = z.output<typeof contactImportForecastRow>;

/** api.contact_imports: One row per file of contacts that the tenant has given us. */
export const contactImportRow = z.object({
  id: z.guid(),
  file_name: z.string(),
  status: contactImportStatusSchema,
  policy: contactImportPolicySchema,
  tags: z.array(z.string()),
  lines_read: z.int32(),
  inserted: z.int32(),
  updated: z.int32(),
  unchanged: z.int32(),
  duplicate_in_file: z.int32(),
  rejected: z.int32(),
  suppressed: z.int32(),
  blank: z.int32(),
  failure_reason: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
  finished_at: z.iso.datetime({ offset: true }).nullable(),
  header: z.array(z.string()),
  columns: z.array(z.string()),
  imported_before_at: z.iso.datetime({ offset: true }).nullable(),
  undone: z.int32(),
  kept_in_use: z.int32(),
  kept_edited: z.int32(),
});
export type ContactImportRow = z.output<typeof contactImportRow>;

/** api.contacts: One row per contact of the tenant that is not deleted. */
export const contactRow = z.object({
  id: z.guid(),
  name: z.string(),
  phone_number: z.string(),
  email: z.string().nullable(),
  company: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  tags: z.array(z.string()),
  notes: z.string().nullable(),
  not_connected: z.int32(),
  call_attempted_busy: z.int32(),
  call_attempted_no_answer: z.int32(),
  last_contact_at: z.iso.datetime({ offset: true }).nullable(),
  is_customer: z.boolean(),
  is_opted_out: z.boolean(),
  import_id: z.guid().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
export type ContactRow = z.output<typeof contactRow>;

/** api.customers: One row per contact that has become a customer. */
export const customerRow = z.object({
  id: z.guid(),
  contact_id: z.guid(),
  customer_reference: z.string(),
  name: z.string(),
  phone_number: z.string(),
  email: z.string().nullable(),
  company_name: z.string().nullable(),
  industry: z.string().nullable(),
  deal_value: decimal.nullable(),
  deal_closed_date: z.iso.date().nullable(),
  contract_start_date: z.iso.date().nullable(),
  contract_end_date: z.iso.date().nullable(),
  payment_terms: z.string().nullable(),
  account_manager: z.string().nullable(),
  notes: z.string().nullable(),
  is_removed: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
});
export type CustomerRow = z.output<typeof customerRow>;

/** api.failures: One row per answer of the API with a status of 400 to 599. */
export const failureRow = z.object({
  id: z.guid(),
  created_at: z.iso.datetime({ offset: true }),
  endpoint: z.string(),
  method: z.string(),
  status_code: z.int32(),
  error_message: z.string().nullable(),
  request_body: z.json().nullable(),
  response_body: z.json().nullable(),
  duration_ms: z.int32(),
  user_id: z.guid().nullable(),
  user_email: z.string().nullable(),
  request_id: z.string().nullable(),
});
export type FailureRow = z.output<typeof failureRow>;

/** api.follow_ups: One row per task to get in touch with somebody. */
export const followUpRow = z.object({
  id: z.guid(),
  lead_phone: z.string(),
  lead_name: z.string().nullable(),
  lead_email: z.string().nullable(),
  contact_id: z.guid().nullable(),
  follow_up_date: z.iso.date(),
  remark: z.string().nullable(),
  is_completed: z.boolean(),
  completed_at: z.iso.datetime({ offset: true }).nullable(),
  due: z.string(),
  is_deleted: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
});
export type FollowUpRow = z.output<typeof followUpRow>;

/** api.identities: One row per account elsewhere with which the signed-in person can sign in. */
export const identityRow = z.object({
  id: z.guid(),
  provider: userIdentityProviderSchema,
  email_at_link: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
  last_used_at: z.iso.datetime({ offset: true }).nullable(),
  can_be_disconnected: z.boolean(),
});
export type IdentityRow = z.output<typeof identityRow>;

/** api.jobs: One row per job of the worker. */
export const jobRow = z.object({
  task: z.string(),
  schedule: z.string().nullable(),
  last_started_at: z.iso.datetime({ offset: true }).nullable(),
  last_duration_ms: z.int32().nullable(),
  last_result: z.string().nullable(),
  last_error: z.string().nullable(),
  runs: z.int(),
  failures: z.int(),
});
export type JobRow = z.output<typeof jobRow>;

/** api.leads: One row per analysed call: what is known about the person as a lead. */
export const leadRow = z.object({
  id: z.guid(),
  call_id: z.guid(),
  agent_id: z.guid(),
  contact_id: z.guid().nullable(),
  engagement_score: decimal.nullable(),
  intent_score: decimal.nullable(),
  urgency_score: decimal.nullable(),
  budget_score: decimal.nullable(),
  fit_score: decimal.nullable(),
  total_score: decimal.nullable(),
  qualification_status: leadAnalyticsQualificationStatusSchema.nullable(),
  lifecycle_status: leadAnalyticsLifecycleStatusSchema.nullable(),
  call_outcome: leadAnalyticsCallOutcomeSchema.nullable(),
  key_topics: z.array(z.string()).nullable(),
  pain_points: z.array(z.string()).nullable(),
  objections: z.array(z.string()).nullable(),
  next_steps: z.array(z.string()).nullable(),
  competitor_mentions: z.array(z.string()).nullable(),
  decision_timeline: z.string().nullable(),
  budget_range: z.string().nullable(),
  decision_maker: z.boolean().nullable(),
  meeting_scheduled_at: z.iso.datetime({ offset: true }).nullable(),
  follow_up_date: z.iso.date().nullable(),
  notes: z.string().nullable(),
  machine_values: z.json().nullable(),
  decisions: z.json(),
  updated_at: z.iso.datetime({ offset: true }),
  contact_name: z.string(),
  phone_number: z.string(),
  agent_name: z.string(),
  called_at: z.iso.datetime({ offset: true }),
  next_stages: z.array(z.string()),
});
export type LeadRow = z.output<typeof leadRow>;

/** api.lines: One row per line in use: a call from the moment it is reserved until the line is free. */
export const lineRow = z.object({
  id: z.guid(),
  queue_id: z.guid().nullable(),
  campaign_id: z.guid().nullable(),
  contact_name: z.string().nullable(),
  phone_number: z.string(),
  call_type: activeCallCallTypeSchema,
  phase: z.string(),
  since: z.iso.datetime({ offset: true }),
  call_id: z.guid().nullable(),
});
export type LineRow = z.output<typeof lineRow>;

/** api.me: One row: the signed-in user. */
export const meRow = z.object({
  id: z.guid(),
  email: z.string(),
  name: z.string(),
  role: userRoleSchema,
  company: z.string().nullable(),
  is_active: z.boolean(),
  credits: z.int32(),
  held_credits: z.int32(),
  available_credits: z.int32(),
  timezone: z.string(),
  lines_limit: z.int32(),
  lines_in_use: z.int32(),
  last_event_id: z.int(),
  session_expires_at: z.iso.datetime({ offset: true }),
  viewed_by: z.string().nullable(),
});
export type MeRow = z.output<typeof meRow>;

/** api.meetings: One row per meeting of the signed-in tenant. */
export const meetingRow = z.object({
  id: z.guid(),
  contact_id: z.guid().nullable(),
  contact_name: z.string().nullable(),
  phone_number: z.string().nullable(),
  call_id: z.guid().nullable(),
  meeting_time: z.iso.datetime({ offset: true }),
  duration_minutes: z.int32(),
  ends_at: z.iso.datetime({ offset: true }),
  timezone: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  location: z.string().nullable(),
  attendee_email: z.string().nullable(),
  google_meet_link: z.string().nullable(),
  status: calendarMeetingStatusSchema,
  is_open: z.boolean(),
  is_conflicting: z.boolean(),
  sync_state: z.string(),
  conference_state: z.string(),
  sync_error: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
export type MeetingRow = z.output<typeof meetingRow>;

/** api.notification_preferences: One row: how the signed-in tenant wants to be told. */
export const notificationPreferenceRow = z.object({
  email_enabled: z.boolean(),
  in_app_enabled: z.boolean(),
  meeting_booked_email: z.boolean(),
  call_completed_email: z.boolean(),
  daily_summary_email: z.boolean(),
  low_credits_threshold: z.int32(),
});
export type NotificationPreferenceRow = z.output<typeof notificationPreferenceRow>;

/** api.notifications: One row per message to the signed-in tenant, unless it wants none. */
export const notificationRow = z.object({
  id: z.guid(),
  type: notificationTypeSchema,
  title: z.string(),
  message: z.string(),
  link: z.string().nullable(),
  is_read: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
});
export type NotificationRow = z.output<typeof notificationRow>;

/** api.opt_outs: One row per number on the tenant's do-not-call list. */
export const optOutRow = z.object({
  id: z.guid(),
  phone_number: z.string(),
  reason: z.string().nullable(),
  source: doNotCallSourceSchema,
  call_id: z.guid().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
export type OptOutRow = z.output<typeof optOutRow>;

/** api.phone_numbers: One row per telephone number of the tenant. */
export const phoneNumberRow = z.object({
  id: z.guid(),
  phone_number: z.string(),
  friendly_name: z.string().nullable(),
  country_code: z.string().nullable(),
  is_active: z.boolean(),
  can_call: z.boolean(),
  is_synced: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
});
export type PhoneNumberRow = z.output<typeof phoneNumberRow>;

/** api.queue_items: One row per person queued for a call, in a campaign or directly. */
export const queueItemRow = z.object({
  id: z.guid(),
  campaign_id: z.guid().nullable(),
  campaign_name: z.string().nullable(),
  contact_id: z.guid(),
  contact_name: z.string().nullable(),
  phone_number: z.string(),
  call_type: callQueueCallTypeSchema,
  status: callQueueStatusSchema,
  priority: z.int32(),
  scheduled_for: z.iso.datetime({ offset: true }).nullable(),
  attempts: z.int32(),
  max_retries: z.int32(),
  last_attempt_at: z.iso.datetime({ offset: true }).nullable(),
  completed_at: z.iso.datetime({ offset: true }).nullable(),
  error_message: z.string().nullable(),
  call_id: z.guid().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
export type QueueItemRow = z.output<typeof queueItemRow>;

/** api.sessions: One row per open session of the signed-in person. */
export const sessionRow = z.object({
  id: z.guid(),
  is_current: z.boolean(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
  last_used_at: z.iso.datetime({ offset: true }),
  expires_at: z.iso.datetime({ offset: true }).nullable(),
  is_view: z.boolean(),
});
export type SessionRow = z.output<typeof sessionRow>;

/** api.settings: One row per setting of the installation. */
export const settingRow = z.object({
  key: z.string(),
  value: z.string(),
  description: z.string().nullable(),
  unit: z.string().nullable(),
  least: z.int32().nullable(),
  most: z.int32().nullable(),
  updated_at: z.iso.datetime({ offset: true }),
});
export type SettingRow = z.output<typeof settingRow>;

/** api.stuck_emails: One row per mail that did not arrive, may not have arrived, or was refused for now. */
export const stuckEmailRow = z.object({
  id: z.guid(),
  kind: emailOutboxKindSchema,
  state: emailOutboxStateSchema,
  to_email: z.string(),
  tries: z.int().min(-32_768).max(32_767),
  last_answer: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
  next_try_at: z.iso.datetime({ offset: true }),
});
export type StuckEmailRow = z.output<typeof stuckEmailRow>;

/** api.tenants: One row per account. */
export const tenantRow = z.object({
  id: z.guid(),
  email: z.string(),
  name: z.string(),
  company: z.string().nullable(),
  role: userRoleSchema,
  is_active: z.boolean(),
  timezone: z.string(),
  credits: z.int32(),
  held_credits: z.int32(),
  own_lines_limit: z.int32().nullable(),
  lines_limit: z.int32(),
  lines_in_use: z.int32(),
  calls_today: z.int32(),
  answered_today: z.int32(),
  last_call_at: z.iso.datetime({ offset: true }).nullable(),
  last_sign_in_at: z.iso.datetime({ offset: true }).nullable(),
  created_at: z.iso.datetime({ offset: true }),
  deletion_began_at: z.iso.datetime({ offset: true }).nullable(),
  deleted_at: z.iso.datetime({ offset: true }).nullable(),
});
export type TenantRow = z.output<typeof tenantRow>;

/** api.ui_events: One row per change of which the tenant's open tabs should know, kept for a short time. */
export const uiEventRow = z.object({
  id: z.int(),
  topic: uiEventTopicSchema,
  ref: z.guid().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
export type UiEventRow = z.output<typeof uiEventRow>;
