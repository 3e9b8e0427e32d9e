// Written by `npm run generate` from the functions of schema api. Do not edit.
import { z } from 'zod';
import type { FunctionDescriptor } from '../function-descriptor.ts';
import { inputText, ipAddress, timeOfDay } from '../values.ts';
import {
  agentRow,
  callDetailRow,
  callRow,
  campaignRow,
  contactImportRow,
  contactRow,
  lineRow,
  meRow,
  queueItemRow,
  uiEventRow,
} from './rows.ts';
import {
  callCampaignStatusSchema,
  callQueueStatusSchema,
  callStatusSchema,
  contactImportPolicySchema,
  contactImportRejectKindSchema,
} from './vocabularies.ts';

/**
 * Queues the contacts that a filter finds (all without one) and returns how many were new to the campaign. Raises
 * not_signed_in, campaign_not_found, campaign_is_over.
 */
export const addCampaignContacts = {
  sqlName: 'api.add_campaign_contacts',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' },
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'tag', parameter: 'p_tag', type: 'text' },
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
  ],
  input: z.strictObject({
    campaignId: z.guid(),
    search: inputText.optional(),
    tag: inputText.optional(),
    importId: z.guid().optional(),
  }),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/**
 * Announces a file of contacts and returns the import under whose id its rows are staged. Raises not_signed_in,
 * import_running.
 */
export const beginContactImport = {
  sqlName: 'api.begin_contact_import',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'fileName', parameter: 'p_file_name', type: 'text' },
    { key: 'fileHash', parameter: 'p_file_hash', type: 'text' },
    { key: 'tags', parameter: 'p_tags', type: 'text[]' },
    { key: 'policy', parameter: 'p_policy', type: 'text' },
  ],
  input: z.strictObject({
    fileName: inputText,
    fileHash: inputText,
    tags: z.array(inputText).max(10_000).optional(),
    policy: contactImportPolicySchema.optional(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/**
 * Cancels a campaign and returns it; people who wait are cancelled shortly after, calls on the line end normally.
 * Raises not_signed_in, campaign_not_found, campaign_step_not_allowed.
 */
export const cancelCampaign = {
  sqlName: 'api.cancel_campaign',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/** How many contacts a filter finds. Raises not_signed_in. */
export const countContacts = {
  sqlName: 'api.count_contacts',
  kind: 'query',
  returns: 'scalar',
  arguments: [
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'tag', parameter: 'p_tag', type: 'text' },
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
  ],
  input: z.strictObject({
    search: inputText.optional(),
    tag: inputText.optional(),
    importId: z.guid().optional(),
  }),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/**
 * Makes a campaign as a draft without people. Hours are local to the campaign's zone (the tenant's when none is given)
 * and may cross midnight. Raises not_signed_in, campaign_name_missing, agent_not_found, timezone_unknown,
 * campaign_ends_before_start.
 */
export const createCampaign = {
  sqlName: 'api.create_campaign',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'name', parameter: 'p_name', type: 'text' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
    { key: 'nextAction', parameter: 'p_next_action', type: 'text' },
    { key: 'firstCallTime', parameter: 'p_first_call_time', type: 'time without time zone' },
    { key: 'lastCallTime', parameter: 'p_last_call_time', type: 'time without time zone' },
    { key: 'startDate', parameter: 'p_start_date', type: 'date' },
    { key: 'endDate', parameter: 'p_end_date', type: 'date' },
    { key: 'description', parameter: 'p_description', type: 'text' },
    { key: 'campaignTimezone', parameter: 'p_campaign_timezone', type: 'text' },
    { key: 'maxRetries', parameter: 'p_max_retries', type: 'integer' },
    { key: 'retryIntervalMinutes', parameter: 'p_retry_interval_minutes', type: 'integer' },
  ],
  input: z.strictObject({
    name: inputText,
    agentId: z.guid(),
    nextAction: inputText,
    firstCallTime: timeOfDay,
    lastCallTime: timeOfDay,
    startDate: z.iso.date(),
    endDate: z.iso.date().optional(),
    description: inputText.optional(),
    campaignTimezone: inputText.optional(),
    maxRetries: z.int32().optional(),
    retryIntervalMinutes: z.int32().optional(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/**
 * Every reason for the present state of a campaign, strongest first: key, sentence, when it may change, what can be
 * done. Raises not_signed_in, campaign_not_found.
 */
export const explainCampaignState = {
  sqlName: 'api.explain_campaign_state',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: z.object({
    key: z.string(),
    sentence: z.string(),
    until: z.iso.datetime({ offset: true }).nullable(),
    action: z.string().nullable(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * Says that all rows of a file are staged (how many were read), or that the file could not be read; the merge begins
 * as a job. Raises not_signed_in, import_not_found.
 */
export const finishContactImport = {
  sqlName: 'api.finish_contact_import',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
    { key: 'linesRead', parameter: 'p_lines_read', type: 'integer' },
    { key: 'failure', parameter: 'p_failure', type: 'text' },
  ],
  input: z.strictObject({
    importId: z.guid(),
    linesRead: z.int32(),
    failure: inputText.optional(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/** One call with transcript and cost. Raises not_signed_in, call_not_found. */
export const getCall = {
  sqlName: 'api.get_call',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'callId', parameter: 'p_call_id', type: 'uuid' }],
  input: z.strictObject({
    callId: z.guid(),
  }),
  row: callDetailRow,
} as const satisfies FunctionDescriptor;

/** One campaign with its progress. Raises not_signed_in, campaign_not_found. */
export const getCampaign = {
  sqlName: 'api.get_campaign',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/** One contact. Raises not_signed_in, contact_not_found. */
export const getContact = {
  sqlName: 'api.get_contact',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'contactId', parameter: 'p_contact_id', type: 'uuid' }],
  input: z.strictObject({
    contactId: z.guid(),
  }),
  row: contactRow,
} as const satisfies FunctionDescriptor;

/** One import with its accounting. Raises not_signed_in, import_not_found. */
export const getContactImport = {
  sqlName: 'api.get_contact_import',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'importId', parameter: 'p_import_id', type: 'uuid' }],
  input: z.strictObject({
    importId: z.guid(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/** One row per part of the installation with whether it works and a word why. Counts only, no tenant's data. */
export const getHealth = {
  sqlName: 'api.get_health',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    part: z.string(),
    is_ok: z.boolean(),
    detail: z.string().nullable(),
  }),
} as const satisfies FunctionDescriptor;

/** The signed-in user with credits, lines and zone. Raises not_signed_in. */
export const getMe = {
  sqlName: 'api.get_me',
  kind: 'query',
  returns: 'row',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: meRow,
} as const satisfies FunctionDescriptor;

/** The salt of an account's password hash, in base64 without padding; an invented, stable one for an unknown address. */
export const getPasswordSalt = {
  sqlName: 'api.get_password_salt',
  kind: 'query',
  returns: 'scalar',
  arguments: [{ key: 'email', parameter: 'p_email', type: 'text' }],
  input: z.strictObject({
    email: inputText,
  }),
  row: z.string(),
} as const satisfies FunctionDescriptor;

/** Place of a waiting person in the tenant's queue, 1 is next; null when they do not wait. Raises not_signed_in. */
export const getQueuePosition = {
  sqlName: 'api.get_queue_position',
  kind: 'query',
  returns: 'scalar',
  arguments: [{ key: 'queueId', parameter: 'p_queue_id', type: 'uuid' }],
  input: z.strictObject({
    queueId: z.guid(),
  }),
  row: z.int32().nullable(),
} as const satisfies FunctionDescriptor;

/**
 * Makes a draft or paused campaign active (scheduled before its first day) and returns it; a launched one is returned
 * unchanged. Raises not_signed_in, campaign_not_found, campaign_has_no_people, campaign_dates_are_over,
 * campaign_step_not_allowed.
 */
export const launchCampaign = {
  sqlName: 'api.launch_campaign',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/** The tenant's agents by name. Raises not_signed_in. */
export const listAgents = {
  sqlName: 'api.list_agents',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: agentRow,
} as const satisfies FunctionDescriptor;

/**
 * What happened to a call, in order: claimed, sent, accepted, each word of the provider and whether we were told or
 * asked, charged. Raises not_signed_in, call_not_found.
 */
export const listCallSteps = {
  sqlName: 'api.list_call_steps',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'callId', parameter: 'p_call_id', type: 'uuid' }],
  input: z.strictObject({
    callId: z.guid(),
  }),
  row: z.object({
    at: z.iso.datetime({ offset: true }),
    step: z.string(),
    source: z.string(),
    detail: z.string().nullable(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * A page of the tenant's calls, newest first; the next page begins before the last created_at and id. Search takes
 * part of a name or number. Raises not_signed_in.
 */
export const listCalls = {
  sqlName: 'api.list_calls',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' },
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'status', parameter: 'p_status', type: 'text' },
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'beforeAt', parameter: 'p_before_at', type: 'timestamp with time zone' },
    { key: 'beforeId', parameter: 'p_before_id', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    campaignId: z.guid().optional(),
    contactId: z.guid().optional(),
    status: callStatusSchema.optional(),
    search: inputText.optional(),
    beforeAt: z.iso.datetime({ offset: true }).optional(),
    beforeId: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: callRow,
} as const satisfies FunctionDescriptor;

/** The tenant's campaigns, newest first. Raises not_signed_in. */
export const listCampaigns = {
  sqlName: 'api.list_campaigns',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'status', parameter: 'p_status', type: 'text' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    status: callCampaignStatusSchema.optional(),
    limit: z.int32().optional(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/** Rows of an import that became no contact, by line, with the reason in words. Raises not_signed_in. */
export const listContactImportRejects = {
  sqlName: 'api.list_contact_import_rejects',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
    { key: 'afterLine', parameter: 'p_after_line', type: 'integer' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    importId: z.guid(),
    afterLine: z.int32().optional(),
    limit: z.int32().optional(),
  }),
  row: z.object({
    import_id: z.guid(),
    line_number: z.int32(),
    kind: contactImportRejectKindSchema,
    reason: z.string(),
    sentence: z.string(),
    raw_text: z.string().nullable(),
  }),
} as const satisfies FunctionDescriptor;

/** The tenant's imports, newest first. Raises not_signed_in. */
export const listContactImports = {
  sqlName: 'api.list_contact_imports',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'limit', parameter: 'p_limit', type: 'integer' }],
  input: z.strictObject({
    limit: z.int32().optional(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/** The tenant's tags with their contacts, by name. Raises not_signed_in. */
export const listContactTags = {
  sqlName: 'api.list_contact_tags',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    tag: z.string(),
    contacts: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/** A page of the tenant's contacts by name; the next page begins after the last name and id. Raises not_signed_in. */
export const listContacts = {
  sqlName: 'api.list_contacts',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'tag', parameter: 'p_tag', type: 'text' },
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
    { key: 'afterName', parameter: 'p_after_name', type: 'text' },
    { key: 'afterId', parameter: 'p_after_id', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    search: inputText.optional(),
    tag: inputText.optional(),
    importId: z.guid().optional(),
    afterName: inputText.optional(),
    afterId: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: contactRow,
} as const satisfies FunctionDescriptor;

/** The tenant's lines in use, of one campaign or all, longest first. Raises not_signed_in. */
export const listLines = {
  sqlName: 'api.list_lines',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid().optional(),
  }),
  row: lineRow,
} as const satisfies FunctionDescriptor;

/** Calls of a campaign by status. Raises not_signed_in. */
export const listOutcomes = {
  sqlName: 'api.list_outcomes',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: z.object({
    status: callStatusSchema,
    calls: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/** Queued people in dialing order, of one campaign or all, in one state or all. Raises not_signed_in. */
export const listQueueItems = {
  sqlName: 'api.list_queue_items',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' },
    { key: 'status', parameter: 'p_status', type: 'text' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    campaignId: z.guid().optional(),
    status: callQueueStatusSchema.optional(),
    limit: z.int32().optional(),
  }),
  row: queueItemRow,
} as const satisfies FunctionDescriptor;

/** Live events of the tenant after an id, and again those of the last p_overlap_seconds. Raises not_signed_in. */
export const listUiEvents = {
  sqlName: 'api.list_ui_events',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'afterId', parameter: 'p_after_id', type: 'bigint' },
    { key: 'overlapSeconds', parameter: 'p_overlap_seconds', type: 'integer' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    afterId: z.int(),
    overlapSeconds: z.int32().optional(),
    limit: z.int32().optional(),
  }),
  row: uiEventRow,
} as const satisfies FunctionDescriptor;

/**
 * Pauses a campaign and returns it; a paused one is returned unchanged. Raises not_signed_in, campaign_not_found,
 * campaign_step_not_allowed.
 */
export const pauseCampaign = {
  sqlName: 'api.pause_campaign',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/**
 * Stores a webhook of the provider for the agent whose secret address it came through. Returns stored, repeated, or
 * why it was put aside: unreadable, incomplete, foreign_agent. Raises not_found for an unknown address.
 */
export const receiveCallEvent = {
  sqlName: 'api.receive_call_event',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'secretHash', parameter: 'p_secret_hash', type: 'text' },
    { key: 'body', parameter: 'p_body', type: 'text' },
    { key: 'sourceIp', parameter: 'p_source_ip', type: 'inet' },
  ],
  input: z.strictObject({
    secretHash: inputText,
    body: inputText,
    sourceIp: ipAddress.optional(),
  }),
  row: z.string(),
} as const satisfies FunctionDescriptor;

/**
 * Queues a contact to be called next by an agent and returns the item; while one waits or runs, that one. Raises
 * not_signed_in, contact_not_found, agent_not_found, agent_off, contact_opted_out, not_enough_credits.
 */
export const requestDirectCall = {
  sqlName: 'api.request_direct_call',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
  ],
  input: z.strictObject({
    contactId: z.guid(),
    agentId: z.guid(),
  }),
  row: queueItemRow,
} as const satisfies FunctionDescriptor;

/**
 * Lets a paused campaign call again and returns it; an active one is returned unchanged. Raises not_signed_in,
 * campaign_not_found, campaign_not_launched, campaign_has_no_people, campaign_dates_are_over,
 * campaign_step_not_allowed.
 */
export const resumeCampaign = {
  sqlName: 'api.resume_campaign',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: campaignRow,
} as const satisfies FunctionDescriptor;

/**
 * Opens a session under the SHA-256 of its token and returns its id; null when address or password are wrong or the
 * account is switched off. Every try is recorded in login_attempts.
 */
export const signIn = {
  sqlName: 'api.sign_in',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'passwordHash', parameter: 'p_password_hash', type: 'text' },
    { key: 'tokenHash', parameter: 'p_token_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
    { key: 'userAgent', parameter: 'p_user_agent', type: 'text' },
  ],
  input: z.strictObject({
    email: inputText,
    passwordHash: inputText,
    tokenHash: inputText,
    ipAddress,
    userAgent: inputText,
  }),
  row: z.guid().nullable(),
} as const satisfies FunctionDescriptor;

/** Ends the current session. Raises not_signed_in. */
export const signOut = {
  sqlName: 'api.sign_out',
  kind: 'mutation',
  returns: 'void',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.void(),
} as const satisfies FunctionDescriptor;
