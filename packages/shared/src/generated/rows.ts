// Written by `npm run generate` from the views of schema api. Do not edit.
import { z } from 'zod';
import { timeOfDay } from '../values.ts';
import {
  activeCallCallTypeSchema,
  agentTypeSchema,
  callCampaignStatusSchema,
  callLeadTypeSchema,
  callQueueCallTypeSchema,
  callQueueStatusSchema,
  callSentimentSchema,
  callSourceSchema,
  callStatusSchema,
  contactImportPolicySchema,
  contactImportStatusSchema,
  uiEventTopicSchema,
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
});
export type MeRow = z.output<typeof meRow>;

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

/** api.ui_events: One row per change of which the tenant's open tabs should know, kept for a short time. */
export const uiEventRow = z.object({
  id: z.int(),
  topic: uiEventTopicSchema,
  ref: z.guid().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
export type UiEventRow = z.output<typeof uiEventRow>;
