// Written by `npm run generate` from the CHECK lists of the tables. Do not edit.
import { z } from 'zod';

/** account_links.purpose */
export const accountLinkPurpose = ['register', 'reset_password'] as const;
export type AccountLinkPurpose = (typeof accountLinkPurpose)[number];
export const accountLinkPurposeSchema = z.enum(accountLinkPurpose);

/** active_calls.call_type */
export const activeCallCallType = ['direct', 'campaign'] as const;
export type ActiveCallCallType = (typeof activeCallCallType)[number];
export const activeCallCallTypeSchema = z.enum(activeCallCallType);

/** agents.agent_type */
export const agentType = ['call', 'chat'] as const;
export type AgentType = (typeof agentType)[number];
export const agentTypeSchema = z.enum(agentType);

/** calendar_meeting_sync.conference_state */
export const calendarMeetingSyncConferenceState = ['none', 'wanted', 'pending', 'success', 'failure'] as const;
export type CalendarMeetingSyncConferenceState = (typeof calendarMeetingSyncConferenceState)[number];
export const calendarMeetingSyncConferenceStateSchema = z.enum(calendarMeetingSyncConferenceState);

/** calendar_meeting_sync.push_state */
export const calendarMeetingSyncPushState = ['waiting', 'done', 'failed'] as const;
export type CalendarMeetingSyncPushState = (typeof calendarMeetingSyncPushState)[number];
export const calendarMeetingSyncPushStateSchema = z.enum(calendarMeetingSyncPushState);

/** calendar_meetings.status */
export const calendarMeetingStatus = ['scheduled', 'completed', 'cancelled', 'rescheduled'] as const;
export type CalendarMeetingStatus = (typeof calendarMeetingStatus)[number];
export const calendarMeetingStatusSchema = z.enum(calendarMeetingStatus);

/** call_attempts.state */
export const callAttemptState = ['intent', 'sending', 'accepted', 'rejected', 'unknown', 'void'] as const;
export type CallAttemptState = (typeof callAttemptState)[number];
export const callAttemptStateSchema = z.enum(callAttemptState);

/** call_campaigns.status */
export const callCampaignStatus = ['draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled'] as const;
export type CallCampaignStatus = (typeof callCampaignStatus)[number];
export const callCampaignStatusSchema = z.enum(callCampaignStatus);

/** call_queue.call_type */
export const callQueueCallType = ['campaign', 'direct'] as const;
export type CallQueueCallType = (typeof callQueueCallType)[number];
export const callQueueCallTypeSchema = z.enum(callQueueCallType);

/** call_queue.status */
export const callQueueStatus = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'busy',
  'no_answer',
] as const;
export type CallQueueStatus = (typeof callQueueStatus)[number];
export const callQueueStatusSchema = z.enum(callQueueStatus);

/** calling_rules.consent */
export const callingRuleConsent = ['none', 'express', 'written'] as const;
export type CallingRuleConsent = (typeof callingRuleConsent)[number];
export const callingRuleConsentSchema = z.enum(callingRuleConsent);

/** calls.call_source */
export const callSource = ['phone', 'internet', 'unknown'] as const;
export type CallSource = (typeof callSource)[number];
export const callSourceSchema = z.enum(callSource);

/** calls.lead_type */
export const callLeadType = ['inbound', 'outbound'] as const;
export type CallLeadType = (typeof callLeadType)[number];
export const callLeadTypeSchema = z.enum(callLeadType);

/** calls.sentiment */
export const callSentiment = ['positive', 'neutral', 'negative', 'mixed'] as const;
export type CallSentiment = (typeof callSentiment)[number];
export const callSentimentSchema = z.enum(callSentiment);

/** calls.status */
export const callStatus = ['initiated', 'in-progress', 'completed', 'failed', 'busy', 'no-answer'] as const;
export type CallStatus = (typeof callStatus)[number];
export const callStatusSchema = z.enum(callStatus);

/** campaign_status_steps.action */
export const campaignStatusStepAction = ['launch', 'pause', 'resume', 'cancel'] as const;
export type CampaignStatusStepAction = (typeof campaignStatusStepAction)[number];
export const campaignStatusStepActionSchema = z.enum(campaignStatusStepAction);

/** campaign_status_steps.from_status */
export const campaignStatusStepFromStatus = [
  'draft',
  'scheduled',
  'active',
  'paused',
  'completed',
  'cancelled',
] as const;
export type CampaignStatusStepFromStatus = (typeof campaignStatusStepFromStatus)[number];
export const campaignStatusStepFromStatusSchema = z.enum(campaignStatusStepFromStatus);

/** campaign_status_steps.to_status */
export const campaignStatusStepToStatus = ['draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled'] as const;
export type CampaignStatusStepToStatus = (typeof campaignStatusStepToStatus)[number];
export const campaignStatusStepToStatusSchema = z.enum(campaignStatusStepToStatus);

/** contact_actions.kind */
export const contactActionKind = ['add_tag', 'remove_tag', 'remove'] as const;
export type ContactActionKind = (typeof contactActionKind)[number];
export const contactActionKindSchema = z.enum(contactActionKind);

/** contact_actions.status */
export const contactActionStatus = ['running', 'done', 'undoing', 'undone'] as const;
export type ContactActionStatus = (typeof contactActionStatus)[number];
export const contactActionStatusSchema = z.enum(contactActionStatus);

/** contact_consents.kind */
export const contactConsentKind = ['express', 'written'] as const;
export type ContactConsentKind = (typeof contactConsentKind)[number];
export const contactConsentKindSchema = z.enum(contactConsentKind);

/** contact_import_forecasts.policy */
export const contactImportForecastPolicy = ['skip', 'fill', 'overwrite'] as const;
export type ContactImportForecastPolicy = (typeof contactImportForecastPolicy)[number];
export const contactImportForecastPolicySchema = z.enum(contactImportForecastPolicy);

/** contact_import_rejects.kind */
export const contactImportRejectKind = ['rejected', 'duplicate_in_file', 'suppressed'] as const;
export type ContactImportRejectKind = (typeof contactImportRejectKind)[number];
export const contactImportRejectKindSchema = z.enum(contactImportRejectKind);

/** contact_imports.policy */
export const contactImportPolicy = ['skip', 'fill', 'overwrite'] as const;
export type ContactImportPolicy = (typeof contactImportPolicy)[number];
export const contactImportPolicySchema = z.enum(contactImportPolicy);

/** contact_imports.status */
export const contactImportStatus = [
  'uploading',
  'checking',
  'ready',
  'merging',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const;
export type ContactImportStatus = (typeof contactImportStatus)[number];
export const contactImportStatusSchema = z.enum(contactImportStatus);

/** contacts.auto_creation_source */
export const contactAutoCreationSource = ['webhook', 'manual', 'bulk_upload'] as const;
export type ContactAutoCreationSource = (typeof contactAutoCreationSource)[number];
export const contactAutoCreationSourceSchema = z.enum(contactAutoCreationSource);

/** credit_transactions.type */
export const creditTransactionType = ['purchase', 'usage', 'refund', 'adjustment'] as const;
export type CreditTransactionType = (typeof creditTransactionType)[number];
export const creditTransactionTypeSchema = z.enum(creditTransactionType);

/** dial_answer_classes.queue_effect */
export const dialAnswerClassQueueEffect = ['fail', 'requeue'] as const;
export type DialAnswerClassQueueEffect = (typeof dialAnswerClassQueueEffect)[number];
export const dialAnswerClassQueueEffectSchema = z.enum(dialAnswerClassQueueEffect);

/** dispatch_lanes.call_type */
export const dispatchLaneCallType = ['campaign', 'direct'] as const;
export type DispatchLaneCallType = (typeof dispatchLaneCallType)[number];
export const dispatchLaneCallTypeSchema = z.enum(dispatchLaneCallType);

/** dispatch_locks.name */
export const dispatchLockName = ['claim', 'events_1', 'events_2', 'events_3', 'events_4', 'kpi'] as const;
export type DispatchLockName = (typeof dispatchLockName)[number];
export const dispatchLockNameSchema = z.enum(dispatchLockName);

/** do_not_call.source */
export const doNotCallSource = ['manual', 'import', 'call', 'platform'] as const;
export type DoNotCallSource = (typeof doNotCallSource)[number];
export const doNotCallSourceSchema = z.enum(doNotCallSource);

/** email_outbox.kind */
export const emailOutboxKind = [
  'register',
  'account_exists',
  'reset_password',
  'password_changed',
  'session_stolen',
  'identity_connected',
  'identity_disconnected',
  'notification',
  'call_completed',
  'daily_summary',
] as const;
export type EmailOutboxKind = (typeof emailOutboxKind)[number];
export const emailOutboxKindSchema = z.enum(emailOutboxKind);

/** email_outbox.state */
export const emailOutboxState = ['queued', 'sending', 'sent', 'failed', 'unknown'] as const;
export type EmailOutboxState = (typeof emailOutboxState)[number];
export const emailOutboxStateSchema = z.enum(emailOutboxState);

/** lead_analytics.call_outcome */
export const leadAnalyticsCallOutcome = [
  'meeting_booked',
  'callback_scheduled',
  'not_interested',
  'wrong_number',
  'voicemail',
  'follow_up_needed',
  'qualified',
  'unqualified',
  'needs_review',
] as const;
export type LeadAnalyticsCallOutcome = (typeof leadAnalyticsCallOutcome)[number];
export const leadAnalyticsCallOutcomeSchema = z.enum(leadAnalyticsCallOutcome);

/** lead_analytics.lifecycle_status */
export const leadAnalyticsLifecycleStatus = [
  'new',
  'contacted',
  'qualified',
  'proposal',
  'negotiation',
  'closed_won',
  'closed_lost',
  'nurture',
] as const;
export type LeadAnalyticsLifecycleStatus = (typeof leadAnalyticsLifecycleStatus)[number];
export const leadAnalyticsLifecycleStatusSchema = z.enum(leadAnalyticsLifecycleStatus);

/** lead_analytics.qualification_status */
export const leadAnalyticsQualificationStatus = ['qualified', 'unqualified', 'needs_review'] as const;
export type LeadAnalyticsQualificationStatus = (typeof leadAnalyticsQualificationStatus)[number];
export const leadAnalyticsQualificationStatusSchema = z.enum(leadAnalyticsQualificationStatus);

/** lead_fields.kind */
export const leadFieldKind = ['score', 'word', 'phrase', 'text', 'list', 'boolean', 'instant', 'day'] as const;
export type LeadFieldKind = (typeof leadFieldKind)[number];
export const leadFieldKindSchema = z.enum(leadFieldKind);

/** lead_stage_steps.from_stage */
export const leadStageStepFromStage = [
  'new',
  'contacted',
  'qualified',
  'proposal',
  'negotiation',
  'closed_won',
  'closed_lost',
  'nurture',
] as const;
export type LeadStageStepFromStage = (typeof leadStageStepFromStage)[number];
export const leadStageStepFromStageSchema = z.enum(leadStageStepFromStage);

/** lead_stage_steps.to_stage */
export const leadStageStepToStage = [
  'new',
  'contacted',
  'qualified',
  'proposal',
  'negotiation',
  'closed_won',
  'closed_lost',
  'nurture',
] as const;
export type LeadStageStepToStage = (typeof leadStageStepToStage)[number];
export const leadStageStepToStageSchema = z.enum(leadStageStepToStage);

/** notifications.type */
export const notificationType = [
  'low_credits',
  'credits_short',
  'campaign_finished',
  'campaign_stopped',
  'meeting_booked',
  'meeting_changed',
  'integration_broken',
] as const;
export type NotificationType = (typeof notificationType)[number];
export const notificationTypeSchema = z.enum(notificationType);

/** oauth_logins.provider */
export const oauthLoginProvider = ['google', 'linkedin', 'github', 'google_calendar'] as const;
export type OauthLoginProvider = (typeof oauthLoginProvider)[number];
export const oauthLoginProviderSchema = z.enum(oauthLoginProvider);

/** provider_accounts.provider */
export const providerAccountProvider = ['google', 'twilio'] as const;
export type ProviderAccountProvider = (typeof providerAccountProvider)[number];
export const providerAccountProviderSchema = z.enum(providerAccountProvider);

/** provider_accounts.status */
export const providerAccountStatus = ['connected', 'reconnect', 'leaving', 'disconnected'] as const;
export type ProviderAccountStatus = (typeof providerAccountStatus)[number];
export const providerAccountStatusSchema = z.enum(providerAccountStatus);

/** provider_breakers.provider */
export const providerBreakerProvider = ['bolna'] as const;
export type ProviderBreakerProvider = (typeof providerBreakerProvider)[number];
export const providerBreakerProviderSchema = z.enum(providerBreakerProvider);

/** provider_statuses.call_status */
export const providerStatusCallStatus = [
  'initiated',
  'in-progress',
  'completed',
  'failed',
  'busy',
  'no-answer',
] as const;
export type ProviderStatusCallStatus = (typeof providerStatusCallStatus)[number];
export const providerStatusCallStatusSchema = z.enum(providerStatusCallStatus);

/** provider_statuses.queue_outcome */
export const providerStatusQueueOutcome = ['pending', 'completed', 'failed', 'cancelled', 'busy', 'no_answer'] as const;
export type ProviderStatusQueueOutcome = (typeof providerStatusQueueOutcome)[number];
export const providerStatusQueueOutcomeSchema = z.enum(providerStatusQueueOutcome);

/** ui_events.topic */
export const uiEventTopic = [
  'campaigns',
  'queue',
  'lines',
  'calls',
  'leads',
  'contacts',
  'customers',
  'follow_ups',
  'meetings',
  'imports',
  'credits',
  'notifications',
  'session',
  'resync',
] as const;
export type UiEventTopic = (typeof uiEventTopic)[number];
export const uiEventTopicSchema = z.enum(uiEventTopic);

/** user_identities.provider */
export const userIdentityProvider = ['google', 'linkedin', 'github'] as const;
export type UserIdentityProvider = (typeof userIdentityProvider)[number];
export const userIdentityProviderSchema = z.enum(userIdentityProvider);

/** users.auth_provider */
export const userAuthProvider = ['email', 'google', 'linkedin', 'github'] as const;
export type UserAuthProvider = (typeof userAuthProvider)[number];
export const userAuthProviderSchema = z.enum(userAuthProvider);

/** users.role */
export const userRole = ['user', 'admin', 'super_admin'] as const;
export type UserRole = (typeof userRole)[number];
export const userRoleSchema = z.enum(userRole);

/** webhook_events.source */
export const webhookEventSource = ['webhook', 'pull'] as const;
export type WebhookEventSource = (typeof webhookEventSource)[number];
export const webhookEventSourceSchema = z.enum(webhookEventSource);
