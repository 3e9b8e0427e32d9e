// Written by `npm run generate` from the functions of schema api. Do not edit.
import { z } from 'zod';
import type { FunctionDescriptor } from '../function-descriptor.ts';
import { decimal, inputText, ipAddress, timeOfDay } from '../values.ts';
import {
  agentRow,
  allPhoneNumberRow,
  analystRow,
  auditEntryRow,
  calendarAccountRow,
  callDetailRow,
  callRow,
  callingRuleRow,
  campaignRow,
  contactActionRow,
  contactImportForecastRow,
  contactImportRow,
  contactRow,
  customerRow,
  failureRow,
  followUpRow,
  identityRow,
  jobRow,
  leadRow,
  lineRow,
  meRow,
  meetingRow,
  notificationPreferenceRow,
  notificationRow,
  optOutRow,
  phoneNumberRow,
  queueItemRow,
  sessionRow,
  settingRow,
  stuckEmailRow,
  tenantRow,
  uiEventRow,
} from './rows.ts';
import {
  calendarMeetingStatusSchema,
  callCampaignStatusSchema,
  callQueueStatusSchema,
  callSourceSchema,
  callStatusSchema,
  callingRuleConsentSchema,
  contactActionKindSchema,
  contactConsentKindSchema,
  contactImportPolicySchema,
  contactImportRejectKindSchema,
  leadAnalyticsLifecycleStatusSchema,
  leadAnalyticsQualificationStatusSchema,
  userIdentityProviderSchema,
  userRoleSchema,
} from './vocabularies.ts';

/**
 * Does something to contacts: those named by id, or all that a filter finds (as in list_contacts; without one, all).
 * The first are done at once, the others by a job. Returns the act, by which it can be watched and undone; people are
 * those that it changes. Customers are never removed. Raises not_signed_in, tag_invalid, contact_act_unknown.
 */
export const actOnContacts = {
  sqlName: 'api.act_on_contacts',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'act', parameter: 'p_act', type: 'text' },
    { key: 'tag', parameter: 'p_tag', type: 'text' },
    { key: 'contactIds', parameter: 'p_contact_ids', type: 'uuid[]' },
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'withTag', parameter: 'p_with_tag', type: 'text' },
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
  ],
  input: z.strictObject({
    act: contactActionKindSchema,
    tag: inputText.optional(),
    contactIds: z.array(z.guid()).max(10_000).optional(),
    search: inputText.optional(),
    withTag: inputText.optional(),
    importId: z.guid().optional(),
  }),
  row: contactActionRow,
} as const satisfies FunctionDescriptor;

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
 * Adds a person by their number, in any notation with a country code, and returns the contact; without a name the
 * number is the name. Raises not_signed_in, phone_number_invalid, contact_text_invalid, contact_email_invalid,
 * tag_invalid, contact_exists.
 */
export const addContact = {
  sqlName: 'api.add_contact',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'phoneNumber', parameter: 'p_phone_number', type: 'text' },
    { key: 'name', parameter: 'p_name', type: 'text' },
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'company', parameter: 'p_company', type: 'text' },
    { key: 'city', parameter: 'p_city', type: 'text' },
    { key: 'country', parameter: 'p_country', type: 'text' },
    { key: 'notes', parameter: 'p_notes', type: 'text' },
    { key: 'businessContext', parameter: 'p_business_context', type: 'text' },
    { key: 'tags', parameter: 'p_tags', type: 'text[]' },
  ],
  input: z.strictObject({
    phoneNumber: inputText,
    name: inputText.optional(),
    email: inputText.optional(),
    company: inputText.optional(),
    city: inputText.optional(),
    country: inputText.optional(),
    notes: inputText.optional(),
    businessContext: inputText.optional(),
    tags: z.array(inputText).max(10_000).optional(),
  }),
  row: contactRow,
} as const satisfies FunctionDescriptor;

/**
 * Puts numbers on the tenant's do-not-call list and cancels who waits to be called there. Returns one row: how many
 * are new, how many were listed, what was no number (the first 100), how many calls were cancelled. Raises
 * not_signed_in, numbers_missing.
 */
export const addOptOuts = {
  sqlName: 'api.add_opt_outs',
  kind: 'mutation',
  returns: 'rows',
  arguments: [
    { key: 'numbers', parameter: 'p_numbers', type: 'text[]' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    numbers: z.array(inputText).max(10_000),
    reason: inputText.optional(),
  }),
  row: z.object({
    added: z.int32(),
    already_listed: z.int32(),
    not_numbers: z.array(z.string()),
    cancelled: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * Enters a telephone number of an account and returns it. Audited. Raises not_signed_in, admin_only, reason_missing,
 * user_not_found, phone_number_invalid, phone_number_taken.
 */
export const addPhoneNumber = {
  sqlName: 'api.add_phone_number',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'phoneNumber', parameter: 'p_phone_number', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
    { key: 'name', parameter: 'p_name', type: 'text' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    phoneNumber: inputText,
    reason: inputText,
    name: inputText.optional(),
  }),
  row: allPhoneNumberRow,
} as const satisfies FunctionDescriptor;

/**
 * Adds credits to an account, or takes them with a negative amount, and returns it. Raises not_signed_in, admin_only,
 * reason_missing, password_needed, amount_invalid, user_not_found, credits_are_held.
 */
export const adjustCredits = {
  sqlName: 'api.adjust_credits',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'amount', parameter: 'p_amount', type: 'integer' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    amount: z.int32(),
    reason: inputText,
  }),
  row: tenantRow,
} as const satisfies FunctionDescriptor;

/**
 * Notes that the signed-in person goes to Google to let us into a calendar. Raises not_signed_in,
 * too_many_oauth_logins.
 */
export const beginCalendarConnection = {
  sqlName: 'api.begin_calendar_connection',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    ipAddress,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Announces a file of contacts and returns the import under whose id its rows are staged. p_header names its columns,
 * p_columns what each is taken for, a word of contact_imports.columns each. Raises not_signed_in, tag_invalid,
 * import_columns_invalid, import_running.
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
    { key: 'header', parameter: 'p_header', type: 'text[]' },
    { key: 'columns', parameter: 'p_columns', type: 'text[]' },
  ],
  input: z.strictObject({
    fileName: inputText,
    fileHash: inputText,
    tags: z.array(inputText).max(10_000).optional(),
    policy: contactImportPolicySchema.optional(),
    header: z.array(inputText).max(10_000).optional(),
    columns: z.array(inputText).max(10_000).optional(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/**
 * Notes that the signed-in person goes to an identity provider to connect the account there. Raises not_signed_in,
 * too_many_oauth_logins.
 */
export const beginOauthLink = {
  sqlName: 'api.begin_oauth_link',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'provider', parameter: 'p_provider', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    provider: userIdentityProviderSchema,
    ipAddress,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/** Notes that somebody goes to an identity provider to sign in. Raises too_many_oauth_logins. */
export const beginOauthLogin = {
  sqlName: 'api.begin_oauth_login',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'provider', parameter: 'p_provider', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    provider: userIdentityProviderSchema,
    ipAddress,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Books a meeting with a contact at a local time and returns it; one with the same person at the same time is that
 * one. Without a zone the tenant's counts, without an address the contact's (an empty one invites nobody). Raises
 * not_signed_in, contact_not_found, call_not_found, local_time_invalid, timezone_unknown, local_time_skipped,
 * meeting_time_invalid, meeting_length_invalid, meeting_text_invalid, attendee_email_invalid, meeting_conflict.
 */
export const bookMeeting = {
  sqlName: 'api.book_meeting',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'date', parameter: 'p_date', type: 'date' },
    { key: 'time', parameter: 'p_time', type: 'time without time zone' },
    { key: 'durationMinutes', parameter: 'p_duration_minutes', type: 'integer' },
    { key: 'title', parameter: 'p_title', type: 'text' },
    { key: 'description', parameter: 'p_description', type: 'text' },
    { key: 'location', parameter: 'p_location', type: 'text' },
    { key: 'attendeeEmail', parameter: 'p_attendee_email', type: 'text' },
    { key: 'timezone', parameter: 'p_timezone', type: 'text' },
    { key: 'callId', parameter: 'p_call_id', type: 'uuid' },
    { key: 'despiteConflict', parameter: 'p_despite_conflict', type: 'boolean' },
  ],
  input: z.strictObject({
    contactId: z.guid(),
    date: z.iso.date(),
    time: timeOfDay,
    durationMinutes: z.int32().optional(),
    title: inputText.optional(),
    description: inputText.optional(),
    location: inputText.optional(),
    attendeeEmail: inputText.optional(),
    timezone: inputText.optional(),
    callId: z.guid().optional(),
    despiteConflict: z.boolean().optional(),
  }),
  row: meetingRow,
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

/**
 * Stops an import and returns it: portions that were merged stay, nothing of the others is kept. Raises not_signed_in,
 * import_not_found, import_step_not_allowed.
 */
export const cancelContactImport = {
  sqlName: 'api.cancel_contact_import',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'importId', parameter: 'p_import_id', type: 'uuid' }],
  input: z.strictObject({
    importId: z.guid(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/**
 * Changes what is known of a contact and returns it; null leaves a field as it is, an empty text empties it (the name
 * becomes the number). The number stays: calls, consents and opt-outs hang on it. Raises not_signed_in,
 * contact_text_invalid, contact_email_invalid, tag_invalid, contact_not_found.
 */
export const changeContact = {
  sqlName: 'api.change_contact',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'name', parameter: 'p_name', type: 'text' },
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'company', parameter: 'p_company', type: 'text' },
    { key: 'city', parameter: 'p_city', type: 'text' },
    { key: 'country', parameter: 'p_country', type: 'text' },
    { key: 'notes', parameter: 'p_notes', type: 'text' },
    { key: 'businessContext', parameter: 'p_business_context', type: 'text' },
    { key: 'tags', parameter: 'p_tags', type: 'text[]' },
  ],
  input: z.strictObject({
    contactId: z.guid(),
    name: inputText.optional(),
    email: inputText.optional(),
    company: inputText.optional(),
    city: inputText.optional(),
    country: inputText.optional(),
    notes: inputText.optional(),
    businessContext: inputText.optional(),
    tags: z.array(inputText).max(10_000).optional(),
  }),
  row: contactRow,
} as const satisfies FunctionDescriptor;

/**
 * Writes the whole form of a customer, where null empties a field, and returns it. Raises not_signed_in,
 * customer_not_found, deal_value_invalid, contract_ends_before_it_begins.
 */
export const changeCustomer = {
  sqlName: 'api.change_customer',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'customerId', parameter: 'p_customer_id', type: 'uuid' },
    { key: 'companyName', parameter: 'p_company_name', type: 'text' },
    { key: 'industry', parameter: 'p_industry', type: 'text' },
    { key: 'dealValue', parameter: 'p_deal_value', type: 'numeric' },
    { key: 'dealClosedDate', parameter: 'p_deal_closed_date', type: 'date' },
    { key: 'contractStartDate', parameter: 'p_contract_start_date', type: 'date' },
    { key: 'contractEndDate', parameter: 'p_contract_end_date', type: 'date' },
    { key: 'paymentTerms', parameter: 'p_payment_terms', type: 'text' },
    { key: 'accountManager', parameter: 'p_account_manager', type: 'text' },
    { key: 'notes', parameter: 'p_notes', type: 'text' },
  ],
  input: z.strictObject({
    customerId: z.guid(),
    companyName: inputText.optional(),
    industry: inputText.optional(),
    dealValue: decimal.optional(),
    dealClosedDate: z.iso.date().optional(),
    contractStartDate: z.iso.date().optional(),
    contractEndDate: z.iso.date().optional(),
    paymentTerms: inputText.optional(),
    accountManager: inputText.optional(),
    notes: inputText.optional(),
  }),
  row: customerRow,
} as const satisfies FunctionDescriptor;

/**
 * Gives a task another day and remark and returns it. Raises not_signed_in, follow_up_not_found,
 * follow_up_date_invalid, remark_too_long.
 */
export const changeFollowUp = {
  sqlName: 'api.change_follow_up',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'followUpId', parameter: 'p_follow_up_id', type: 'uuid' },
    { key: 'date', parameter: 'p_date', type: 'date' },
    { key: 'remark', parameter: 'p_remark', type: 'text' },
  ],
  input: z.strictObject({
    followUpId: z.guid(),
    date: z.iso.date(),
    remark: inputText.optional(),
  }),
  row: followUpRow,
} as const satisfies FunctionDescriptor;

/**
 * Changes the words of a meeting and returns it; null leaves one as it is, an empty one takes it away. Raises
 * not_signed_in, meeting_not_found, meeting_text_invalid, attendee_email_invalid.
 */
export const changeMeeting = {
  sqlName: 'api.change_meeting',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'meetingId', parameter: 'p_meeting_id', type: 'uuid' },
    { key: 'title', parameter: 'p_title', type: 'text' },
    { key: 'description', parameter: 'p_description', type: 'text' },
    { key: 'location', parameter: 'p_location', type: 'text' },
    { key: 'attendeeEmail', parameter: 'p_attendee_email', type: 'text' },
  ],
  input: z.strictObject({
    meetingId: z.guid(),
    title: inputText.optional(),
    description: inputText.optional(),
    location: inputText.optional(),
    attendeeEmail: inputText.optional(),
  }),
  row: meetingRow,
} as const satisfies FunctionDescriptor;

/**
 * Replaces the person's password hash and ends all other sessions; false, and nothing changed, when the old one is
 * wrong. Raises not_signed_in, password_hash_invalid, too_many_tries.
 */
export const changePassword = {
  sqlName: 'api.change_password',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'oldHash', parameter: 'p_old_hash', type: 'text' },
    { key: 'newHash', parameter: 'p_new_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
  ],
  input: z.strictObject({
    oldHash: inputText,
    newHash: inputText,
    ipAddress,
  }),
  row: z.boolean(),
} as const satisfies FunctionDescriptor;

/**
 * Every invariant with how often it is broken now and up to five examples; reads all tenants. Raises not_signed_in,
 * admin_only.
 */
export const checkConsistency = {
  sqlName: 'api.check_consistency',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    invariant: z.string(),
    meaning: z.string(),
    violations: z.int(),
    examples: z.json(),
  }),
} as const satisfies FunctionDescriptor;

/** What keeps tenants apart, table by table, with what is not in order. Raises not_signed_in, admin_only. */
export const checkIsolation = {
  sqlName: 'api.check_isolation',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    relation: z.string(),
    check_name: z.string(),
    is_ok: z.boolean(),
    detail: z.string(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * Two rows: the figures of a period of local days and of the period it is compared with (previous, weekdays or year),
 * of the tenant or of one agent. Rates are percent; they, scores and cost are null when nothing is there to divide by.
 * Raises not_signed_in, period_invalid.
 */
export const comparePeriods = {
  sqlName: 'api.compare_periods',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'from', parameter: 'p_from', type: 'date' },
    { key: 'to', parameter: 'p_to', type: 'date' },
    { key: 'compare', parameter: 'p_compare', type: 'text' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
  ],
  input: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    compare: inputText.optional(),
    agentId: z.guid().optional(),
  }),
  row: z.object({
    period: z.string(),
    from_date: z.iso.date(),
    to_date: z.iso.date(),
    is_complete: z.boolean(),
    total_calls: z.int32(),
    answered_calls: z.int32(),
    successful_calls: z.int32(),
    talk_seconds: z.int(),
    leads: z.int32(),
    qualified_leads: z.int32(),
    credits_used: z.int32(),
    answer_rate: decimal.nullable(),
    success_rate: decimal.nullable(),
    conversion_rate: decimal.nullable(),
    avg_total_score: decimal.nullable(),
    cost_per_lead: decimal.nullable(),
  }),
} as const satisfies FunctionDescriptor;

/** Marks a task as done, or with false as open again, and returns it. Raises not_signed_in, follow_up_not_found. */
export const completeFollowUp = {
  sqlName: 'api.complete_follow_up',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'followUpId', parameter: 'p_follow_up_id', type: 'uuid' },
    { key: 'isCompleted', parameter: 'p_is_completed', type: 'boolean' },
  ],
  input: z.strictObject({
    followUpId: z.guid(),
    isCompleted: z.boolean().optional(),
  }),
  row: followUpRow,
} as const satisfies FunctionDescriptor;

/**
 * Connects the calendar of the account that Google has named, or connects it again; what is sealed opens for the row
 * of that id alone. Raises not_signed_in, oauth_state_invalid, calendar_connected_meanwhile.
 */
export const connectCalendar = {
  sqlName: 'api.connect_calendar',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'accountId', parameter: 'p_account_id', type: 'uuid' },
    { key: 'externalId', parameter: 'p_external_id', type: 'text' },
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'secretSealed', parameter: 'p_secret_sealed', type: 'text' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    accountId: z.guid(),
    externalId: inputText,
    email: inputText,
    secretSealed: inputText,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Makes a contact a customer and returns it with its new reference; who is one already stays it, who was removed comes
 * back. Without a day the deal was closed today, in the tenant's zone. Raises not_signed_in, contact_not_found,
 * deal_value_invalid, contract_ends_before_it_begins.
 */
export const convertContact = {
  sqlName: 'api.convert_contact',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'companyName', parameter: 'p_company_name', type: 'text' },
    { key: 'dealValue', parameter: 'p_deal_value', type: 'numeric' },
    { key: 'dealClosedDate', parameter: 'p_deal_closed_date', type: 'date' },
  ],
  input: z.strictObject({
    contactId: z.guid(),
    companyName: inputText.optional(),
    dealValue: decimal.optional(),
    dealClosedDate: z.iso.date().optional(),
  }),
  row: customerRow,
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

/** How many tasks are overdue, due today, due later, done. Raises not_signed_in. */
export const countFollowUps = {
  sqlName: 'api.count_follow_ups',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    overdue: z.int32(),
    today: z.int32(),
    later: z.int32(),
    done: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * How many leads stand in each stage that has some, and how many of them a person has to look at. Raises
 * not_signed_in.
 */
export const countLeads = {
  sqlName: 'api.count_leads',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'agentId', parameter: 'p_agent_id', type: 'uuid' }],
  input: z.strictObject({
    agentId: z.guid().optional(),
  }),
  row: z.object({
    stage: leadAnalyticsLifecycleStatusSchema,
    leads: z.int32(),
    to_review: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * How many meetings are still to happen: today in the tenant's zone, at all, at the same time as something else, and
 * refused by the calendar. Raises not_signed_in.
 */
export const countMeetings = {
  sqlName: 'api.count_meetings',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    today: z.int32(),
    open: z.int32(),
    conflicting: z.int32(),
    not_synced: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/** How many messages nobody has seen, at most 100. Raises not_signed_in. */
export const countUnreadNotifications = {
  sqlName: 'api.count_unread_notifications',
  kind: 'query',
  returns: 'scalar',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/**
 * Makes a login for an analyst; see public.create_analyst. Audited. Raises not_signed_in, super_admin_only,
 * reason_missing, password_needed, accounts_missing, user_not_found, login_name_invalid, login_exists,
 * verifier_invalid.
 */
export const createAnalyst = {
  sqlName: 'api.create_analyst',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'login', parameter: 'p_login', type: 'text' },
    { key: 'userIds', parameter: 'p_user_ids', type: 'uuid[]' },
    { key: 'seesAll', parameter: 'p_sees_all', type: 'boolean' },
    { key: 'seesPersonal', parameter: 'p_sees_personal', type: 'boolean' },
    { key: 'verifier', parameter: 'p_verifier', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    login: inputText,
    userIds: z.array(z.guid()).max(10_000),
    seesAll: z.boolean(),
    seesPersonal: z.boolean(),
    verifier: inputText,
    reason: inputText,
  }),
  row: z.void(),
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
 * Makes a task to get in touch with a contact on a local day and returns it; an open one with the same day and remark
 * is that one. Raises not_signed_in, contact_not_found, follow_up_date_invalid, remark_too_long.
 */
export const createFollowUp = {
  sqlName: 'api.create_follow_up',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'date', parameter: 'p_date', type: 'date' },
    { key: 'remark', parameter: 'p_remark', type: 'text' },
  ],
  input: z.strictObject({
    contactId: z.guid(),
    date: z.iso.date(),
    remark: inputText.optional(),
  }),
  row: followUpRow,
} as const satisfies FunctionDescriptor;

/**
 * Deletes an account for good and returns what is left of it; its data go in the background, when its open calls are
 * over. Accounts of administrators only by a super administrator. Raises not_signed_in, admin_only, reason_missing,
 * password_needed, user_not_found, super_admin_only, email_differs, last_super_admin, account_deleted.
 */
export const deleteAccount = {
  sqlName: 'api.delete_account',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    email: inputText,
    reason: inputText,
  }),
  row: tenantRow,
} as const satisfies FunctionDescriptor;

/** Removes a task, or with false brings it back, and returns it. Raises not_signed_in, follow_up_not_found. */
export const deleteFollowUp = {
  sqlName: 'api.delete_follow_up',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'followUpId', parameter: 'p_follow_up_id', type: 'uuid' },
    { key: 'isDeleted', parameter: 'p_is_deleted', type: 'boolean' },
  ],
  input: z.strictObject({
    followUpId: z.guid(),
    isDeleted: z.boolean().optional(),
  }),
  row: followUpRow,
} as const satisfies FunctionDescriptor;

/**
 * Deletes the account of the signed-in person for good and returns when that began; all sessions end at once, the data
 * go in the background. Raises not_signed_in, password_needed, user_not_found, email_differs, last_super_admin,
 * account_deleted.
 */
export const deleteMyAccount = {
  sqlName: 'api.delete_my_account',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [{ key: 'email', parameter: 'p_email', type: 'text' }],
  input: z.strictObject({
    email: inputText,
  }),
  row: z.iso.datetime({ offset: true }),
} as const satisfies FunctionDescriptor;

/**
 * Gives the connected calendar up: its channels and what opens it are handed back, what we know of it is forgotten;
 * meetings and events stay. Raises not_signed_in, calendar_not_connected.
 */
export const disconnectCalendar = {
  sqlName: 'api.disconnect_calendar',
  kind: 'mutation',
  returns: 'void',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Takes away one of the person's ways to sign in, but not the last, and tells the owner by mail. Raises not_signed_in,
 * identity_not_found, last_way_in.
 */
export const disconnectIdentity = {
  sqlName: 'api.disconnect_identity',
  kind: 'mutation',
  returns: 'void',
  arguments: [{ key: 'identityId', parameter: 'p_identity_id', type: 'uuid' }],
  input: z.strictObject({
    identityId: z.guid(),
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/** Ends the look at an account, audited; false, and nothing happens, in a session of one's own. Raises not_signed_in. */
export const endView = {
  sqlName: 'api.end_view',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.boolean(),
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
 * Whether a person may be called now and why not, then what has happened to them, newest first: instant, key, a
 * sentence, the call where there was one. Raises not_signed_in, contact_not_found.
 */
export const explainContact = {
  sqlName: 'api.explain_contact',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'contactId', parameter: 'p_contact_id', type: 'uuid' }],
  input: z.strictObject({
    contactId: z.guid(),
  }),
  row: z.object({
    at: z.iso.datetime({ offset: true }),
    key: z.string(),
    sentence: z.string(),
    call_id: z.guid().nullable(),
  }),
} as const satisfies FunctionDescriptor;

/** The lead that comes from a call; no row when the call has not been analysed. Raises not_signed_in. */
export const findLead = {
  sqlName: 'api.find_lead',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'callId', parameter: 'p_call_id', type: 'uuid' }],
  input: z.strictObject({
    callId: z.guid(),
  }),
  row: leadRow,
} as const satisfies FunctionDescriptor;

/**
 * Says that all rows of a file are staged (how many were read), or that the file could not be read; the merge begins
 * as a job, or with p_review a check, after which the import waits for start_contact_import. Raises not_signed_in,
 * import_not_found.
 */
export const finishContactImport = {
  sqlName: 'api.finish_contact_import',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
    { key: 'linesRead', parameter: 'p_lines_read', type: 'integer' },
    { key: 'failure', parameter: 'p_failure', type: 'text' },
    { key: 'review', parameter: 'p_review', type: 'boolean' },
  ],
  input: z.strictObject({
    importId: z.guid(),
    linesRead: z.int32(),
    failure: inputText.optional(),
    review: z.boolean().optional(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/**
 * Connects the account that an identity provider has named to the signed-in person, and tells the owner by mail.
 * Raises not_signed_in, oauth_state_invalid, identity_already_connected, identity_connected_elsewhere.
 */
export const finishOauthLink = {
  sqlName: 'api.finish_oauth_link',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'issuer', parameter: 'p_issuer', type: 'text' },
    { key: 'subjectHash', parameter: 'p_subject_hash', type: 'text' },
    { key: 'email', parameter: 'p_email', type: 'text' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    issuer: inputText,
    subjectHash: inputText,
    email: inputText.optional(),
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Opens a session for the person whom an identity provider has named, and an account when there is none; returns the
 * id of the session. Raises oauth_state_invalid, identity_email_unverified, registration_closed,
 * identity_not_connected, account_switched_off.
 */
export const finishOauthLogin = {
  sqlName: 'api.finish_oauth_login',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'issuer', parameter: 'p_issuer', type: 'text' },
    { key: 'subjectHash', parameter: 'p_subject_hash', type: 'text' },
    { key: 'emailVerified', parameter: 'p_email_verified', type: 'boolean' },
    { key: 'sessionTokenHash', parameter: 'p_session_token_hash', type: 'text' },
    { key: 'refreshHash', parameter: 'p_refresh_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
    { key: 'userAgent', parameter: 'p_user_agent', type: 'text' },
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'name', parameter: 'p_name', type: 'text' },
    { key: 'location', parameter: 'p_location', type: 'text' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    issuer: inputText,
    subjectHash: inputText,
    emailVerified: z.boolean(),
    sessionTokenHash: inputText,
    refreshHash: inputText,
    ipAddress,
    userAgent: inputText,
    email: inputText.optional(),
    name: inputText.optional(),
    location: inputText.optional(),
  }),
  row: z.guid(),
} as const satisfies FunctionDescriptor;

/**
 * Opens the account that the link is for, with its first credits, and a session in it; returns the id of the session.
 * Raises link_invalid, password_hash_invalid, account_exists.
 */
export const finishRegistration = {
  sqlName: 'api.finish_registration',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'tokenHash', parameter: 'p_token_hash', type: 'text' },
    { key: 'passwordHash', parameter: 'p_password_hash', type: 'text' },
    { key: 'sessionTokenHash', parameter: 'p_session_token_hash', type: 'text' },
    { key: 'refreshHash', parameter: 'p_refresh_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
    { key: 'userAgent', parameter: 'p_user_agent', type: 'text' },
  ],
  input: z.strictObject({
    tokenHash: inputText,
    passwordHash: inputText,
    sessionTokenHash: inputText,
    refreshHash: inputText,
    ipAddress,
    userAgent: inputText,
  }),
  row: z.guid(),
} as const satisfies FunctionDescriptor;

/**
 * The calendar of the signed-in tenant, with how it is kept in step; nothing when none was ever connected. Raises
 * not_signed_in.
 */
export const getCalendarAccount = {
  sqlName: 'api.get_calendar_account',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: calendarAccountRow,
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

/** An act on contacts, with how far it has come. Raises not_signed_in, contact_action_not_found. */
export const getContactAction = {
  sqlName: 'api.get_contact_action',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'actionId', parameter: 'p_action_id', type: 'uuid' }],
  input: z.strictObject({
    actionId: z.guid(),
  }),
  row: contactActionRow,
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

/** One customer, also one that was removed. Raises not_signed_in, customer_not_found. */
export const getCustomer = {
  sqlName: 'api.get_customer',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'customerId', parameter: 'p_customer_id', type: 'uuid' }],
  input: z.strictObject({
    customerId: z.guid(),
  }),
  row: customerRow,
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

/**
 * Address and name of the person whom a usable link is for; no row when it is used, too old, or none. The name is null
 * when unknown.
 */
export const getLinkOwner = {
  sqlName: 'api.get_link_owner',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'tokenHash', parameter: 'p_token_hash', type: 'text' }],
  input: z.strictObject({
    tokenHash: inputText,
  }),
  row: z.object({
    email: z.string(),
    name: z.string().nullable(),
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

/** One meeting. Raises not_signed_in, meeting_not_found. */
export const getMeeting = {
  sqlName: 'api.get_meeting',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'meetingId', parameter: 'p_meeting_id', type: 'uuid' }],
  input: z.strictObject({
    meetingId: z.guid(),
  }),
  row: meetingRow,
} as const satisfies FunctionDescriptor;

/** How the signed-in tenant wants to be told. Raises not_signed_in. */
export const getNotificationPreferences = {
  sqlName: 'api.get_notification_preferences',
  kind: 'query',
  returns: 'row',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: notificationPreferenceRow,
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

/** One account. Raises not_signed_in, admin_only, user_not_found. */
export const getTenant = {
  sqlName: 'api.get_tenant',
  kind: 'query',
  returns: 'row',
  arguments: [{ key: 'userId', parameter: 'p_user_id', type: 'uuid' }],
  input: z.strictObject({
    userId: z.guid(),
  }),
  row: tenantRow,
} as const satisfies FunctionDescriptor;

/**
 * Whether the person can sign in with a password; accounts opened with an account elsewhere have none at first. Raises
 * not_signed_in.
 */
export const hasPassword = {
  sqlName: 'api.has_password',
  kind: 'query',
  returns: 'scalar',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.boolean(),
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

/**
 * The figures of the tenant's agents, or of one, over a period of local days, most calls first; agents without calls
 * have zeros. Rates are percent; they, scores and cost are null when nothing is there to divide by. Raises
 * not_signed_in, period_invalid.
 */
export const listAgentFigures = {
  sqlName: 'api.list_agent_figures',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'from', parameter: 'p_from', type: 'date' },
    { key: 'to', parameter: 'p_to', type: 'date' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
  ],
  input: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    agentId: z.guid().optional(),
  }),
  row: z.object({
    agent_id: z.guid(),
    name: z.string(),
    is_active: z.boolean(),
    total_calls: z.int32(),
    answered_calls: z.int32(),
    successful_calls: z.int32(),
    talk_seconds: z.int(),
    leads: z.int32(),
    qualified_leads: z.int32(),
    credits_used: z.int32(),
    answer_rate: decimal.nullable(),
    success_rate: decimal.nullable(),
    conversion_rate: decimal.nullable(),
    cost_per_lead: decimal.nullable(),
    avg_engagement_score: decimal.nullable(),
    avg_intent_score: decimal.nullable(),
    avg_urgency_score: decimal.nullable(),
    avg_budget_score: decimal.nullable(),
    avg_fit_score: decimal.nullable(),
    avg_total_score: decimal.nullable(),
    cta_pricing_clicks: z.int32(),
    cta_demo_clicks: z.int32(),
    cta_followup_clicks: z.int32(),
    cta_sample_clicks: z.int32(),
    cta_human_escalations: z.int32(),
  }),
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
 * A page of all telephone numbers by number; the next one begins after the last. Search takes part of a number, in any
 * notation, of its name or of its account. Raises not_signed_in, admin_only.
 */
export const listAllPhoneNumbers = {
  sqlName: 'api.list_all_phone_numbers',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'afterNumber', parameter: 'p_after_number', type: 'text' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    search: inputText.optional(),
    afterNumber: inputText.optional(),
    limit: z.int32().optional(),
  }),
  row: allPhoneNumberRow,
} as const satisfies FunctionDescriptor;

/** All logins of analysts by name. Raises not_signed_in, admin_only. */
export const listAnalysts = {
  sqlName: 'api.list_analysts',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: analystRow,
} as const satisfies FunctionDescriptor;

/**
 * A page of what administrators have done, newest first, to or by one account or all. Raises not_signed_in,
 * admin_only.
 */
export const listAuditEntries = {
  sqlName: 'api.list_audit_entries',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'beforeAt', parameter: 'p_before_at', type: 'timestamp with time zone' },
    { key: 'beforeEntry', parameter: 'p_before_entry', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    userId: z.guid().optional(),
    beforeAt: z.iso.datetime({ offset: true }).optional(),
    beforeEntry: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: auditEntryRow,
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

/** The calling rules that hold today. Raises not_signed_in. */
export const listCallingRules = {
  sqlName: 'api.list_calling_rules',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: callingRuleRow,
} as const satisfies FunctionDescriptor;

/**
 * A page of the tenant's calls, newest first; the next page begins before the last created_at and id. Search takes
 * part of a name or number; from, to, weekday (1 is Monday) and hour are those of the tenant's zone; lead is analysed
 * (any) or a qualification. Raises not_signed_in.
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
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
    { key: 'from', parameter: 'p_from', type: 'date' },
    { key: 'to', parameter: 'p_to', type: 'date' },
    { key: 'weekday', parameter: 'p_weekday', type: 'integer' },
    { key: 'hour', parameter: 'p_hour', type: 'integer' },
    { key: 'callSource', parameter: 'p_call_source', type: 'text' },
    { key: 'answered', parameter: 'p_answered', type: 'boolean' },
    { key: 'lead', parameter: 'p_lead', type: 'text' },
  ],
  input: z.strictObject({
    campaignId: z.guid().optional(),
    contactId: z.guid().optional(),
    status: callStatusSchema.optional(),
    search: inputText.optional(),
    beforeAt: z.iso.datetime({ offset: true }).optional(),
    beforeId: z.guid().optional(),
    limit: z.int32().optional(),
    agentId: z.guid().optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    weekday: z.int32().optional(),
    hour: z.int32().optional(),
    callSource: callSourceSchema.optional(),
    answered: z.boolean().optional(),
    lead: inputText.optional(),
  }),
  row: callRow,
} as const satisfies FunctionDescriptor;

/**
 * Calls of a campaign by local day, oldest first; days without calls are left out. Units: calls, seconds, leads, whole
 * credits. Raises not_signed_in.
 */
export const listCampaignDays = {
  sqlName: 'api.list_campaign_days',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: z.object({
    date: z.iso.date(),
    total_calls: z.int32(),
    answered_calls: z.int32(),
    successful_calls: z.int32(),
    talk_seconds: z.int(),
    leads: z.int32(),
    qualified_leads: z.int32(),
    credits_used: z.int32(),
  }),
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

/** What an import that waits would do under each policy; empty once it has begun. Raises not_signed_in. */
export const listContactImportForecasts = {
  sqlName: 'api.list_contact_import_forecasts',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'importId', parameter: 'p_import_id', type: 'uuid' }],
  input: z.strictObject({
    importId: z.guid(),
  }),
  row: contactImportForecastRow,
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

/**
 * A page of customers, the newest first; the next page begins before the last created_at and id. Search takes part of
 * a name, company, reference or number. Raises not_signed_in.
 */
export const listCustomers = {
  sqlName: 'api.list_customers',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'beforeAt', parameter: 'p_before_at', type: 'timestamp with time zone' },
    { key: 'beforeId', parameter: 'p_before_id', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    search: inputText.optional(),
    beforeAt: z.iso.datetime({ offset: true }).optional(),
    beforeId: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: customerRow,
} as const satisfies FunctionDescriptor;

/**
 * One row per local day of a period, also without calls, of the tenant or of one agent; a day that is not over is not
 * complete. Raises not_signed_in, period_invalid.
 */
export const listDays = {
  sqlName: 'api.list_days',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'from', parameter: 'p_from', type: 'date' },
    { key: 'to', parameter: 'p_to', type: 'date' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
  ],
  input: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    agentId: z.guid().optional(),
  }),
  row: z.object({
    date: z.iso.date(),
    is_complete: z.boolean(),
    total_calls: z.int32(),
    answered_calls: z.int32(),
    successful_calls: z.int32(),
    leads: z.int32(),
    qualified_leads: z.int32(),
    credits_used: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * Failed requests of the last p_days days (1 to 365) by endpoint, status and error: how many, of how many accounts,
 * first and last. Errors of the server come first. Raises not_signed_in, admin_only.
 */
export const listFailureGroups = {
  sqlName: 'api.list_failure_groups',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'days', parameter: 'p_days', type: 'integer' }],
  input: z.strictObject({
    days: z.int32().optional(),
  }),
  row: z.object({
    endpoint: z.string(),
    method: z.string(),
    status_code: z.int32(),
    error_message: z.string(),
    failures: z.int(),
    accounts: z.int(),
    first_at: z.iso.datetime({ offset: true }),
    last_at: z.iso.datetime({ offset: true }),
  }),
} as const satisfies FunctionDescriptor;

/**
 * A page of failed requests, newest first: of one endpoint, status, error, account or request, or all. Raises
 * not_signed_in, admin_only.
 */
export const listFailures = {
  sqlName: 'api.list_failures',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'endpoint', parameter: 'p_endpoint', type: 'text' },
    { key: 'statusCode', parameter: 'p_status_code', type: 'integer' },
    { key: 'errorMessage', parameter: 'p_error_message', type: 'text' },
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'requestId', parameter: 'p_request_id', type: 'text' },
    { key: 'beforeAt', parameter: 'p_before_at', type: 'timestamp with time zone' },
    { key: 'beforeFailure', parameter: 'p_before_failure', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    endpoint: inputText.optional(),
    statusCode: z.int32().optional(),
    errorMessage: inputText.optional(),
    userId: z.guid().optional(),
    requestId: inputText.optional(),
    beforeAt: z.iso.datetime({ offset: true }).optional(),
    beforeFailure: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: failureRow,
} as const satisfies FunctionDescriptor;

/**
 * A page of tasks by day, the longest overdue first; the next page begins after the last day and id. p_due is overdue,
 * today, later, done or all; null is all that is open. Raises not_signed_in.
 */
export const listFollowUps = {
  sqlName: 'api.list_follow_ups',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'due', parameter: 'p_due', type: 'text' },
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'afterDate', parameter: 'p_after_date', type: 'date' },
    { key: 'afterId', parameter: 'p_after_id', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    due: inputText.optional(),
    contactId: z.guid().optional(),
    afterDate: z.iso.date().optional(),
    afterId: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: followUpRow,
} as const satisfies FunctionDescriptor;

/**
 * Calls of a period of local days by weekday (1 is Monday) and local hour (0 to 23), of the tenant or of one agent;
 * hours without calls are left out. Raises not_signed_in, period_invalid.
 */
export const listHours = {
  sqlName: 'api.list_hours',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'from', parameter: 'p_from', type: 'date' },
    { key: 'to', parameter: 'p_to', type: 'date' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
  ],
  input: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    agentId: z.guid().optional(),
  }),
  row: z.object({
    weekday: z.int32(),
    hour: z.int32(),
    total_calls: z.int32(),
    answered_calls: z.int32(),
    qualified_leads: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/** Accounts elsewhere with which the person can sign in. Raises not_signed_in. */
export const listIdentities = {
  sqlName: 'api.list_identities',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: identityRow,
} as const satisfies FunctionDescriptor;

/** The jobs of the worker with schedule, last run, duration and result, by name. Raises not_signed_in, admin_only. */
export const listJobs = {
  sqlName: 'api.list_jobs',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: jobRow,
} as const satisfies FunctionDescriptor;

/**
 * Why the analysis says of a lead what it says: for each field its own words, how sure it is, and the sentence of the
 * transcript that it quotes (null when it quotes none). Raises not_signed_in.
 */
export const listLeadEvidence = {
  sqlName: 'api.list_lead_evidence',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'leadId', parameter: 'p_lead_id', type: 'uuid' }],
  input: z.strictObject({
    leadId: z.guid(),
  }),
  row: z.object({
    field: z.string(),
    explanation: z.string().nullable(),
    confidence: z.string().nullable(),
    sentence: z.string().nullable(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * A page of the tenant's leads, newest first, of one stage, one qualification or one agent; the next page begins after
 * the last lead. Raises not_signed_in.
 */
export const listLeads = {
  sqlName: 'api.list_leads',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'stage', parameter: 'p_stage', type: 'text' },
    { key: 'qualification', parameter: 'p_qualification', type: 'text' },
    { key: 'agentId', parameter: 'p_agent_id', type: 'uuid' },
    { key: 'afterLead', parameter: 'p_after_lead', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    stage: leadAnalyticsLifecycleStatusSchema.optional(),
    qualification: leadAnalyticsQualificationStatusSchema.optional(),
    agentId: z.guid().optional(),
    afterLead: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: leadRow,
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

/**
 * A page of meetings: open ones the next first; completed, cancelled or all of them the latest first. The next page
 * begins behind the last meeting_time and id. Raises not_signed_in.
 */
export const listMeetings = {
  sqlName: 'api.list_meetings',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'which', parameter: 'p_which', type: 'text' },
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'afterAt', parameter: 'p_after_at', type: 'timestamp with time zone' },
    { key: 'afterMeeting', parameter: 'p_after_meeting', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    which: inputText.optional(),
    contactId: z.guid().optional(),
    afterAt: z.iso.datetime({ offset: true }).optional(),
    afterMeeting: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: meetingRow,
} as const satisfies FunctionDescriptor;

/** A page of messages, the newest first; the next page begins before the last created_at and id. Raises not_signed_in. */
export const listNotifications = {
  sqlName: 'api.list_notifications',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'onlyUnread', parameter: 'p_only_unread', type: 'boolean' },
    { key: 'beforeAt', parameter: 'p_before_at', type: 'timestamp with time zone' },
    { key: 'beforeId', parameter: 'p_before_id', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    onlyUnread: z.boolean().optional(),
    beforeAt: z.iso.datetime({ offset: true }).optional(),
    beforeId: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: notificationRow,
} as const satisfies FunctionDescriptor;

/**
 * A page of the tenant's do-not-call list, newest first, by digits of the number; the next page begins after the last
 * instant and id. Raises not_signed_in.
 */
export const listOptOuts = {
  sqlName: 'api.list_opt_outs',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'before', parameter: 'p_before', type: 'timestamp with time zone' },
    { key: 'beforeId', parameter: 'p_before_id', type: 'uuid' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    search: inputText.optional(),
    before: z.iso.datetime({ offset: true }).optional(),
    beforeId: z.guid().optional(),
    limit: z.int32().optional(),
  }),
  row: optOutRow,
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

/** The tenant's telephone numbers, those in use first. Raises not_signed_in. */
export const listPhoneNumbers = {
  sqlName: 'api.list_phone_numbers',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: phoneNumberRow,
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

/** The person's open sessions, the current one first. Raises not_signed_in. */
export const listSessions = {
  sqlName: 'api.list_sessions',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: sessionRow,
} as const satisfies FunctionDescriptor;

/** The settings of the installation by name. Raises not_signed_in, admin_only. */
export const listSettings = {
  sqlName: 'api.list_settings',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: settingRow,
} as const satisfies FunctionDescriptor;

/**
 * Calls of a period of local days by source: phone, internet, unknown, most first; share is percent, null without
 * calls. Raises not_signed_in, period_invalid.
 */
export const listSourceFigures = {
  sqlName: 'api.list_source_figures',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'from', parameter: 'p_from', type: 'date' },
    { key: 'to', parameter: 'p_to', type: 'date' },
  ],
  input: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
  }),
  row: z.object({
    call_source: callSourceSchema,
    total_calls: z.int32(),
    share: decimal.nullable(),
  }),
} as const satisfies FunctionDescriptor;

/** The newest mails that did not arrive or that wait after a refusal. Raises not_signed_in, admin_only. */
export const listStuckEmails = {
  sqlName: 'api.list_stuck_emails',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'limit', parameter: 'p_limit', type: 'integer' }],
  input: z.strictObject({
    limit: z.int32().optional(),
  }),
  row: stuckEmailRow,
} as const satisfies FunctionDescriptor;

/**
 * A page of accounts by e-mail address; the next one begins after the last address. Search takes part of an address,
 * name or company, a number of theirs, or the id of one of their calls at the provider. Raises not_signed_in,
 * admin_only.
 */
export const listTenants = {
  sqlName: 'api.list_tenants',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'search', parameter: 'p_search', type: 'text' },
    { key: 'afterEmail', parameter: 'p_after_email', type: 'text' },
    { key: 'limit', parameter: 'p_limit', type: 'integer' },
  ],
  input: z.strictObject({
    search: inputText.optional(),
    afterEmail: inputText.optional(),
    limit: z.int32().optional(),
  }),
  row: tenantRow,
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
 * Moves a lead to another stage on its way to a customer, and returns it; the stage of the analysis stays readable
 * beside it. Raises not_signed_in, lead_not_found, lead_step_not_allowed.
 */
export const moveLead = {
  sqlName: 'api.move_lead',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'leadId', parameter: 'p_lead_id', type: 'uuid' },
    { key: 'newStage', parameter: 'p_new_stage', type: 'text' },
  ],
  input: z.strictObject({
    leadId: z.guid(),
    newStage: leadAnalyticsLifecycleStatusSchema,
  }),
  row: leadRow,
} as const satisfies FunctionDescriptor;

/**
 * Moves a meeting that is still to happen and returns it; without length or zone those stay. Raises not_signed_in,
 * meeting_not_found, local_time_invalid, timezone_unknown, local_time_skipped, meeting_time_invalid,
 * meeting_length_invalid, meeting_conflict, meeting_step_not_allowed.
 */
export const moveMeeting = {
  sqlName: 'api.move_meeting',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'meetingId', parameter: 'p_meeting_id', type: 'uuid' },
    { key: 'date', parameter: 'p_date', type: 'date' },
    { key: 'time', parameter: 'p_time', type: 'time without time zone' },
    { key: 'durationMinutes', parameter: 'p_duration_minutes', type: 'integer' },
    { key: 'timezone', parameter: 'p_timezone', type: 'text' },
    { key: 'despiteConflict', parameter: 'p_despite_conflict', type: 'boolean' },
  ],
  input: z.strictObject({
    meetingId: z.guid(),
    date: z.iso.date(),
    time: timeOfDay,
    durationMinutes: z.int32().optional(),
    timezone: inputText.optional(),
    despiteConflict: z.boolean().optional(),
  }),
  row: meetingRow,
} as const satisfies FunctionDescriptor;

/**
 * Gives a number that is switched off to another account, where it is on, and returns it. Audited. Raises
 * not_signed_in, admin_only, reason_missing, user_not_found, phone_number_not_found, phone_number_in_use.
 */
export const movePhoneNumber = {
  sqlName: 'api.move_phone_number',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'phoneNumberId', parameter: 'p_phone_number_id', type: 'uuid' },
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    phoneNumberId: z.guid(),
    userId: z.guid(),
    reason: inputText,
  }),
  row: allPhoneNumberRow,
} as const satisfies FunctionDescriptor;

/**
 * Has a calendar read because a channel says that it has changed; false when there is no such channel. Called by the
 * webhook, which has checked that the channel is one of ours.
 */
export const noteCalendarPush = {
  sqlName: 'api.note_calendar_push',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'channelId', parameter: 'p_channel_id', type: 'uuid' },
    { key: 'resourceId', parameter: 'p_resource_id', type: 'text' },
  ],
  input: z.strictObject({
    channelId: z.guid(),
    resourceId: inputText,
  }),
  row: z.boolean(),
} as const satisfies FunctionDescriptor;

/**
 * Puts a person's value, with the reason, over that of the analysis; an empty value says that there is none. Returns
 * the lead. Raises not_signed_in, lead_not_found, lead_field_unknown, lead_value_invalid, reason_missing.
 */
export const overrideLead = {
  sqlName: 'api.override_lead',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'leadId', parameter: 'p_lead_id', type: 'uuid' },
    { key: 'field', parameter: 'p_field', type: 'text' },
    { key: 'value', parameter: 'p_value', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    leadId: z.guid(),
    field: inputText,
    value: inputText,
    reason: inputText,
  }),
  row: leadRow,
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
 * How many people of a campaign can be called now or later and how many will be skipped, by reason: key, people, what
 * is so as the end of a sentence, and from when for later. Raises not_signed_in, campaign_not_found.
 */
export const previewLaunch = {
  sqlName: 'api.preview_launch',
  kind: 'query',
  returns: 'rows',
  arguments: [{ key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' }],
  input: z.strictObject({
    campaignId: z.guid(),
  }),
  row: z.object({
    key: z.string(),
    people: z.int32(),
    sentence: z.string(),
    until: z.iso.datetime({ offset: true }).nullable(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * What another limit of lines would do to an account now, in a sentence; null is the default of the installation.
 * Raises not_signed_in, admin_only, user_not_found.
 */
export const previewLinesLimit = {
  sqlName: 'api.preview_lines_limit',
  kind: 'query',
  returns: 'rows',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'lines', parameter: 'p_lines', type: 'integer' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    lines: z.int32().optional(),
  }),
  row: z.object({
    lines_limit: z.int32(),
    lines_in_use: z.int32(),
    effect: z.string(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * Notes that the person has typed the password again in this session; false when it is wrong. Raises not_signed_in,
 * too_many_tries.
 */
export const provePassword = {
  sqlName: 'api.prove_password',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'passwordHash', parameter: 'p_password_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
  ],
  input: z.strictObject({
    passwordHash: inputText,
    ipAddress,
  }),
  row: z.boolean(),
} as const satisfies FunctionDescriptor;

/**
 * Has the meetings to come that were booked before the calendar was connected written to it; returns how many. Their
 * guests are invited. Raises not_signed_in, calendar_not_connected.
 */
export const pushUpcomingMeetings = {
  sqlName: 'api.push_upcoming_meetings',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/** Marks all messages up to an instant as seen and returns how many were not. Raises not_signed_in. */
export const readAllNotifications = {
  sqlName: 'api.read_all_notifications',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [{ key: 'until', parameter: 'p_until', type: 'timestamp with time zone' }],
  input: z.strictObject({
    until: z.iso.datetime({ offset: true }).optional(),
  }),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/** Marks a message as seen, or with false as unseen, and returns it. Raises not_signed_in, notification_not_found. */
export const readNotification = {
  sqlName: 'api.read_notification',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'notificationId', parameter: 'p_notification_id', type: 'uuid' },
    { key: 'isRead', parameter: 'p_is_read', type: 'boolean' },
  ],
  input: z.strictObject({
    notificationId: z.guid(),
    isRead: z.boolean().optional(),
  }),
  row: notificationRow,
} as const satisfies FunctionDescriptor;

/**
 * What the tenant took the columns of a file with this header for the last time, a word of contact_imports.columns for
 * each; null when there was none. Raises not_signed_in.
 */
export const recallImportColumns = {
  sqlName: 'api.recall_import_columns',
  kind: 'query',
  returns: 'scalar',
  arguments: [{ key: 'header', parameter: 'p_header', type: 'text[]' }],
  input: z.strictObject({
    header: z.array(inputText).max(10_000),
  }),
  row: z.array(z.string()).nullable(),
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
 * Writes down that people have agreed to be called, and returns for how many it was new. p_obtained_at null is now.
 * Raises not_signed_in, people_not_named, consent_kind_unknown, consent_proof_missing, consent_in_the_future.
 */
export const recordConsents = {
  sqlName: 'api.record_consents',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'kind', parameter: 'p_kind', type: 'text' },
    { key: 'proof', parameter: 'p_proof', type: 'text' },
    { key: 'campaignId', parameter: 'p_campaign_id', type: 'uuid' },
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
    { key: 'tag', parameter: 'p_tag', type: 'text' },
    { key: 'contactId', parameter: 'p_contact_id', type: 'uuid' },
    { key: 'obtainedAt', parameter: 'p_obtained_at', type: 'timestamp with time zone' },
  ],
  input: z.strictObject({
    kind: contactConsentKindSchema,
    proof: inputText,
    campaignId: z.guid().optional(),
    importId: z.guid().optional(),
    tag: inputText.optional(),
    contactId: z.guid().optional(),
    obtainedAt: z.iso.datetime({ offset: true }).optional(),
  }),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/**
 * Writes down answers with a status of 400 to 599: an array of objects named as the columns of failure_logs, with
 * session_hash (SHA-256 of the session token in hex) instead of user_id; returns how many. Called by the API once a
 * second.
 */
export const recordFailures = {
  sqlName: 'api.record_failures',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [{ key: 'failures', parameter: 'p_failures', type: 'jsonb' }],
  input: z.strictObject({
    failures: z.json(),
  }),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/**
 * Ends the sessions of an analyst's login and removes it. Audited. Raises not_signed_in, super_admin_only,
 * reason_missing, password_needed, login_not_found, login_name_invalid.
 */
export const removeAnalyst = {
  sqlName: 'api.remove_analyst',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'login', parameter: 'p_login', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    login: inputText,
    reason: inputText,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Makes a customer a contact as others, or with false a customer again under the same reference, and returns it.
 * Raises not_signed_in, customer_not_found.
 */
export const removeCustomer = {
  sqlName: 'api.remove_customer',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'customerId', parameter: 'p_customer_id', type: 'uuid' },
    { key: 'isRemoved', parameter: 'p_is_removed', type: 'boolean' },
  ],
  input: z.strictObject({
    customerId: z.guid(),
    isRemoved: z.boolean().optional(),
  }),
  row: customerRow,
} as const satisfies FunctionDescriptor;

/**
 * Takes a number off the tenant's do-not-call list, with a reason, audited. Raises not_signed_in, reason_missing,
 * opt_out_not_found.
 */
export const removeOptOut = {
  sqlName: 'api.remove_opt_out',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'optOutId', parameter: 'p_opt_out_id', type: 'uuid' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    optOutId: z.guid(),
    reason: inputText,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Gives a number of the tenant another name, none with null or blanks, and returns it. Raises not_signed_in,
 * number_name_too_long, phone_number_not_found.
 */
export const renamePhoneNumber = {
  sqlName: 'api.rename_phone_number',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'phoneNumberId', parameter: 'p_phone_number_id', type: 'uuid' },
    { key: 'name', parameter: 'p_name', type: 'text' },
  ],
  input: z.strictObject({
    phoneNumberId: z.guid(),
    name: inputText.optional(),
  }),
  row: phoneNumberRow,
} as const satisfies FunctionDescriptor;

/**
 * Gives an analyst's login another password; its sessions go on. Audited. Raises not_signed_in, super_admin_only,
 * reason_missing, password_needed, login_not_found, login_name_invalid, verifier_invalid.
 */
export const renewAnalystPassword = {
  sqlName: 'api.renew_analyst_password',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'login', parameter: 'p_login', type: 'text' },
    { key: 'verifier', parameter: 'p_verifier', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    login: inputText,
    verifier: inputText,
    reason: inputText,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Replaces a session's tokens by their successors. Returns renewed, repeated (the same successors again, within
 * session.repeat_seconds), late (a newer pair is in use), refused (unknown, over, or used before: then the session is
 * ended).
 */
export const renewSession = {
  sqlName: 'api.renew_session',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'refreshHash', parameter: 'p_refresh_hash', type: 'text' },
    { key: 'nextTokenHash', parameter: 'p_next_token_hash', type: 'text' },
    { key: 'nextRefreshHash', parameter: 'p_next_refresh_hash', type: 'text' },
  ],
  input: z.strictObject({
    refreshHash: inputText,
    nextTokenHash: inputText,
    nextRefreshHash: inputText,
  }),
  row: z.string(),
} as const satisfies FunctionDescriptor;

/**
 * Queues a contact to be called next by an agent and returns the item; while one waits or runs, that one. Raises
 * not_signed_in, contact_not_found, agent_not_found, agent_off, contact_opted_out, no_calling_rule,
 * contact_has_not_agreed, called_too_often, outside_calling_hours, not_enough_credits.
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
 * Has a link mailed with which a new password can be chosen, when the address has an account; the answer is the same.
 * Raises too_many_links.
 */
export const requestPasswordReset = {
  sqlName: 'api.request_password_reset',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'linkId', parameter: 'p_link_id', type: 'uuid' },
    { key: 'tokenHash', parameter: 'p_token_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
  ],
  input: z.strictObject({
    email: inputText,
    linkId: z.guid(),
    tokenHash: inputText,
    ipAddress,
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Has a link mailed with which the account can be opened, or, when the address has one already, a mail that says so;
 * the answer is the same. Raises registration_closed, email_invalid, name_invalid, zone_unknown, too_many_links.
 */
export const requestRegistration = {
  sqlName: 'api.request_registration',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'email', parameter: 'p_email', type: 'text' },
    { key: 'name', parameter: 'p_name', type: 'text' },
    { key: 'linkId', parameter: 'p_link_id', type: 'uuid' },
    { key: 'tokenHash', parameter: 'p_token_hash', type: 'text' },
    { key: 'ipAddress', parameter: 'p_ip_address', type: 'inet' },
    { key: 'company', parameter: 'p_company', type: 'text' },
    { key: 'location', parameter: 'p_location', type: 'text' },
  ],
  input: z.strictObject({
    email: inputText,
    name: inputText,
    linkId: z.guid(),
    tokenHash: inputText,
    ipAddress,
    company: inputText.optional(),
    location: inputText.optional(),
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Has a mail that did not arrive, or that waits after a refusal, sent again now. Audited. Raises not_signed_in,
 * admin_only, email_not_stuck.
 */
export const resendEmail = {
  sqlName: 'api.resend_email',
  kind: 'mutation',
  returns: 'void',
  arguments: [{ key: 'emailId', parameter: 'p_email_id', type: 'uuid' }],
  input: z.strictObject({
    emailId: z.guid(),
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Sets the password of the account that the link is for and ends all its sessions. Raises link_invalid,
 * password_hash_invalid.
 */
export const resetPassword = {
  sqlName: 'api.reset_password',
  kind: 'mutation',
  returns: 'void',
  arguments: [
    { key: 'tokenHash', parameter: 'p_token_hash', type: 'text' },
    { key: 'passwordHash', parameter: 'p_password_hash', type: 'text' },
  ],
  input: z.strictObject({
    tokenHash: inputText,
    passwordHash: inputText,
  }),
  row: z.void(),
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
 * Has the calendar read, and meetings that it refused written again, now. Raises not_signed_in,
 * calendar_not_connected.
 */
export const retryCalendar = {
  sqlName: 'api.retry_calendar',
  kind: 'mutation',
  returns: 'void',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/** Ends all sessions of the person but the current one and returns how many. Raises not_signed_in. */
export const revokeOtherSessions = {
  sqlName: 'api.revoke_other_sessions',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/** Ends one of the person's sessions at once. Raises not_signed_in, session_not_found. */
export const revokeSession = {
  sqlName: 'api.revoke_session',
  kind: 'mutation',
  returns: 'void',
  arguments: [{ key: 'sessionId', parameter: 'p_session_id', type: 'uuid' }],
  input: z.strictObject({
    sessionId: z.guid(),
  }),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Sets the rule of a jurisdiction from today on and returns it; lanes under it are computed anew. Raises
 * not_signed_in, super_admin_only, reason_missing, calling_rule_invalid.
 */
export const setCallingRule = {
  sqlName: 'api.set_calling_rule',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'jurisdiction', parameter: 'p_jurisdiction', type: 'text' },
    { key: 'weekdays', parameter: 'p_weekdays', type: 'integer[]' },
    { key: 'localStart', parameter: 'p_local_start', type: 'time without time zone' },
    { key: 'localEnd', parameter: 'p_local_end', type: 'time without time zone' },
    { key: 'consent', parameter: 'p_consent', type: 'text' },
    { key: 'source', parameter: 'p_source', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
    { key: 'maxCallsPerDay', parameter: 'p_max_calls_per_day', type: 'integer' },
  ],
  input: z.strictObject({
    jurisdiction: inputText,
    weekdays: z.array(z.int32()).max(10_000),
    localStart: timeOfDay,
    localEnd: timeOfDay,
    consent: callingRuleConsentSchema,
    source: inputText,
    reason: inputText,
    maxCallsPerDay: z.int32().optional(),
  }),
  row: callingRuleRow,
} as const satisfies FunctionDescriptor;

/**
 * Sets how many calls of an account may run at once (null is the default of the installation) and returns it. Raises
 * not_signed_in, admin_only, reason_missing, lines_limit_invalid, user_not_found.
 */
export const setLinesLimit = {
  sqlName: 'api.set_lines_limit',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
    { key: 'lines', parameter: 'p_lines', type: 'integer' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    reason: inputText,
    lines: z.int32().optional(),
  }),
  row: tenantRow,
} as const satisfies FunctionDescriptor;

/**
 * Cancels a meeting, says that it was held (completed), or books it again (scheduled), and returns it. Raises
 * not_signed_in, meeting_not_found, meeting_status_invalid, meeting_step_not_allowed.
 */
export const setMeetingStatus = {
  sqlName: 'api.set_meeting_status',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'meetingId', parameter: 'p_meeting_id', type: 'uuid' },
    { key: 'newStatus', parameter: 'p_new_status', type: 'text' },
  ],
  input: z.strictObject({
    meetingId: z.guid(),
    newStatus: calendarMeetingStatusSchema,
  }),
  row: meetingRow,
} as const satisfies FunctionDescriptor;

/**
 * Changes how the signed-in tenant wants to be told and returns it; null leaves a switch as it is. Raises
 * not_signed_in, credits_threshold_invalid.
 */
export const setNotificationPreferences = {
  sqlName: 'api.set_notification_preferences',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'emailEnabled', parameter: 'p_email_enabled', type: 'boolean' },
    { key: 'inAppEnabled', parameter: 'p_in_app_enabled', type: 'boolean' },
    { key: 'meetingBookedEmail', parameter: 'p_meeting_booked_email', type: 'boolean' },
    { key: 'callCompletedEmail', parameter: 'p_call_completed_email', type: 'boolean' },
    { key: 'dailySummaryEmail', parameter: 'p_daily_summary_email', type: 'boolean' },
    { key: 'lowCreditsThreshold', parameter: 'p_low_credits_threshold', type: 'integer' },
  ],
  input: z.strictObject({
    emailEnabled: z.boolean().optional(),
    inAppEnabled: z.boolean().optional(),
    meetingBookedEmail: z.boolean().optional(),
    callCompletedEmail: z.boolean().optional(),
    dailySummaryEmail: z.boolean().optional(),
    lowCreditsThreshold: z.int32().optional(),
  }),
  row: notificationPreferenceRow,
} as const satisfies FunctionDescriptor;

/**
 * Switches a number on or off as a caller and returns it; it is never deleted, because calls refer to it. Audited.
 * Raises not_signed_in, admin_only, reason_missing, phone_number_not_found.
 */
export const setPhoneNumberActive = {
  sqlName: 'api.set_phone_number_active',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'phoneNumberId', parameter: 'p_phone_number_id', type: 'uuid' },
    { key: 'isActive', parameter: 'p_is_active', type: 'boolean' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    phoneNumberId: z.guid(),
    isActive: z.boolean(),
    reason: inputText,
  }),
  row: allPhoneNumberRow,
} as const satisfies FunctionDescriptor;

/**
 * Changes a setting of the installation and returns it. Raises not_signed_in, super_admin_only, reason_missing,
 * setting_not_found, setting_value_invalid, dial_settings_contradict.
 */
export const setSetting = {
  sqlName: 'api.set_setting',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'key', parameter: 'p_key', type: 'text' },
    { key: 'value', parameter: 'p_value', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    key: inputText,
    value: inputText,
    reason: inputText,
  }),
  row: settingRow,
} as const satisfies FunctionDescriptor;

/**
 * Switches an account on or off and returns it; accounts of administrators only by a super administrator. Raises
 * not_signed_in, admin_only, reason_missing, user_not_found, super_admin_only, account_deleted, last_super_admin.
 */
export const setTenantActive = {
  sqlName: 'api.set_tenant_active',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'isActive', parameter: 'p_is_active', type: 'boolean' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    isActive: z.boolean(),
    reason: inputText,
  }),
  row: tenantRow,
} as const satisfies FunctionDescriptor;

/**
 * Gives an account another role and returns it. Raises not_signed_in, super_admin_only, reason_missing,
 * password_needed, user_not_found, last_super_admin.
 */
export const setUserRole = {
  sqlName: 'api.set_user_role',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'role', parameter: 'p_role', type: 'text' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    role: userRoleSchema,
    reason: inputText,
  }),
  row: tenantRow,
} as const satisfies FunctionDescriptor;

/**
 * Opens a session under the SHA-256 of its token and of its refresh token and returns its id; null when address or
 * password are wrong or the account is switched off. Every try is recorded in login_attempts. Raises too_many_tries.
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
    { key: 'refreshHash', parameter: 'p_refresh_hash', type: 'text' },
  ],
  input: z.strictObject({
    email: inputText,
    passwordHash: inputText,
    tokenHash: inputText,
    ipAddress,
    userAgent: inputText,
    refreshHash: inputText.optional(),
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

/**
 * Begins an import that waits for its owner; null keeps policy and tags as they were announced. Raises not_signed_in,
 * tag_invalid, import_not_found, import_step_not_allowed, import_running.
 */
export const startContactImport = {
  sqlName: 'api.start_contact_import',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'importId', parameter: 'p_import_id', type: 'uuid' },
    { key: 'policy', parameter: 'p_policy', type: 'text' },
    { key: 'tags', parameter: 'p_tags', type: 'text[]' },
  ],
  input: z.strictObject({
    importId: z.guid(),
    policy: contactImportPolicySchema.optional(),
    tags: z.array(inputText).max(10_000).optional(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/**
 * How many customers there are, what their deals are worth together, and how many contracts end within thirty days.
 * Raises not_signed_in.
 */
export const sumCustomers = {
  sqlName: 'api.sum_customers',
  kind: 'query',
  returns: 'rows',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.object({
    customers: z.int32(),
    deal_value: decimal,
    ending_soon: z.int32(),
  }),
} as const satisfies FunctionDescriptor;

/**
 * Uses up a visit to Google and returns the id under which the account there is to be kept, for which its secret is to
 * be sealed. Raises not_signed_in, oauth_state_invalid.
 */
export const takeCalendarConnection = {
  sqlName: 'api.take_calendar_connection',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
  }),
  row: z.guid(),
} as const satisfies FunctionDescriptor;

/**
 * Uses up a sign-in elsewhere; true when it was begun to connect an account, false to sign in. Raises
 * oauth_state_invalid.
 */
export const takeOauthLogin = {
  sqlName: 'api.take_oauth_login',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'stateHash', parameter: 'p_state_hash', type: 'text' },
    { key: 'browserHash', parameter: 'p_browser_hash', type: 'text' },
    { key: 'provider', parameter: 'p_provider', type: 'text' },
  ],
  input: z.strictObject({
    stateHash: inputText,
    browserHash: inputText,
    provider: userIdentityProviderSchema,
  }),
  row: z.boolean(),
} as const satisfies FunctionDescriptor;

/** Notes that the current session is used, at most once a minute. Raises not_signed_in. */
export const touchSession = {
  sqlName: 'api.touch_session',
  kind: 'mutation',
  returns: 'void',
  arguments: [],
  input: z.strictObject({}).optional(),
  row: z.void(),
} as const satisfies FunctionDescriptor;

/**
 * Takes an act on contacts back, also one that is still under way, and returns it; one that was undone stays so.
 * Raises not_signed_in, contact_action_not_found.
 */
export const undoContactAction = {
  sqlName: 'api.undo_contact_action',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'actionId', parameter: 'p_action_id', type: 'uuid' }],
  input: z.strictObject({
    actionId: z.guid(),
  }),
  row: contactActionRow,
} as const satisfies FunctionDescriptor;

/**
 * Takes an import back, as a job: removes the contacts that it made, but for those that somebody has called, queued,
 * met or edited since; returns it. Contacts that it changed stay changed. Raises not_signed_in, import_not_found,
 * import_step_not_allowed, import_running.
 */
export const undoContactImport = {
  sqlName: 'api.undo_contact_import',
  kind: 'mutation',
  returns: 'row',
  arguments: [{ key: 'importId', parameter: 'p_import_id', type: 'uuid' }],
  input: z.strictObject({
    importId: z.guid(),
  }),
  row: contactImportRow,
} as const satisfies FunctionDescriptor;

/**
 * Opens a session under the SHA-256 of its token through which an administrator reads the pages of an account, and
 * returns when it ends. Audited. Raises not_signed_in, admin_only, reason_missing, password_needed, user_not_found,
 * account_not_viewable.
 */
export const viewAs = {
  sqlName: 'api.view_as',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [
    { key: 'userId', parameter: 'p_user_id', type: 'uuid' },
    { key: 'reason', parameter: 'p_reason', type: 'text' },
    { key: 'tokenHash', parameter: 'p_token_hash', type: 'text' },
  ],
  input: z.strictObject({
    userId: z.guid(),
    reason: inputText,
    tokenHash: inputText,
  }),
  row: z.iso.datetime({ offset: true }),
} as const satisfies FunctionDescriptor;

/**
 * Notes that a person has taken back what they agreed to; returns how many consents that were. Claim and fence look at
 * it with the next call. Raises not_signed_in.
 */
export const withdrawConsent = {
  sqlName: 'api.withdraw_consent',
  kind: 'mutation',
  returns: 'scalar',
  arguments: [{ key: 'contactId', parameter: 'p_contact_id', type: 'uuid' }],
  input: z.strictObject({
    contactId: z.guid(),
  }),
  row: z.int32(),
} as const satisfies FunctionDescriptor;

/**
 * Takes a person's value back, so that the lead shows that of the analysis again; nothing happens when there is none.
 * Returns the lead. Raises not_signed_in, lead_not_found.
 */
export const withdrawLeadOverride = {
  sqlName: 'api.withdraw_lead_override',
  kind: 'mutation',
  returns: 'row',
  arguments: [
    { key: 'leadId', parameter: 'p_lead_id', type: 'uuid' },
    { key: 'field', parameter: 'p_field', type: 'text' },
  ],
  input: z.strictObject({
    leadId: z.guid(),
    field: inputText,
  }),
  row: leadRow,
} as const satisfies FunctionDescriptor;
