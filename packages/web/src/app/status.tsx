// Every state word with its icon and tint, in one place: never a tint alone. Which states there are, the database
// says; one that is missing here fails the type check.
import {
  IconAlertTriangle, IconArchive, IconArrowBackUp, IconBan, IconCalendarClock, IconCheck, IconCircleCheck, IconCircleDashed, IconCircleX, IconClock, IconClockPause,
  IconCopy, IconHelpCircle, IconHourglass, IconLoader2, IconMessage2, IconMessageOff, IconMoodEmpty, IconMoodHappy, IconMoodSad, IconPencil,
  IconPhoneCall, IconPhoneCheck, IconPhoneOff, IconPhoneOutgoing, IconPhoneX, IconPlayerPause, IconPlayerPlay, IconQuestionMark, IconRecordMail, IconRefresh, IconSend,
  IconUpload, type Icon,
} from '@tabler/icons-react';
import type { CalendarAccount, Call, Campaign, ContactImport, ImportReject, Lead, Meeting, QueueItem } from './rows.ts';

/** A tint means the same everywhere. */
export type Tint = 'iris' | 'green' | 'orange' | 'red' | 'gray' | 'grape';

export interface State {
  word: string;
  icon: Icon;
  tint: Tint;
}

const state = (word: string, icon: Icon, tint: Tint): State => ({ word, icon, tint });

export const campaignStates: Record<Campaign['status'], State> = {
  draft: state('Draft', IconPencil, 'gray'),
  scheduled: state('Scheduled', IconCalendarClock, 'iris'),
  active: state('Active', IconPlayerPlay, 'green'),
  paused: state('Paused', IconPlayerPause, 'orange'),
  completed: state('Completed', IconCircleCheck, 'gray'),
  cancelled: state('Cancelled', IconArchive, 'gray'),
};

export const meetingStates: Record<Meeting['status'], State> = {
  scheduled: state('Booked', IconCalendarClock, 'iris'),
  rescheduled: state('Moved', IconRefresh, 'iris'),
  completed: state('Held', IconCircleCheck, 'green'),
  cancelled: state('Cancelled', IconArchive, 'gray'),
};

/** Of a meeting in the calendar elsewhere. */
export const syncStates: Readonly<Record<string, State>> = {
  waiting: state('On its way to the calendar', IconSend, 'gray'),
  done: state('In the calendar', IconCheck, 'green'),
  failed: state('Refused by the calendar', IconAlertTriangle, 'red'),
};

export const accountStates: Record<CalendarAccount['status'], State> = {
  connected: state('Connected', IconCircleCheck, 'green'),
  reconnect: state('Connect it again', IconAlertTriangle, 'red'),
  leaving: state('Being given up', IconHourglass, 'gray'),
  disconnected: state('Not connected', IconCircleDashed, 'gray'),
};

export const callStates: Record<Call['status'], State> = {
  initiated: state('Placed', IconPhoneOutgoing, 'iris'),
  'in-progress': state('On the line', IconPhoneCall, 'iris'),
  completed: state('Completed', IconPhoneCheck, 'green'),
  'no-answer': state('No answer', IconPhoneX, 'orange'),
  busy: state('Busy', IconPhoneOff, 'orange'),
  failed: state('Failed', IconCircleX, 'red'),
};

// A completed call in one word more; lists and filters by status cannot tell these apart.
const talked = state('Talked', IconMessage2, 'green');
const noConversation = state('No conversation', IconMessageOff, 'gray');
const lineClosed = state('Line closed', IconHourglass, 'gray');
const voicemail = state('Voicemail', IconRecordMail, 'gray');

/**
 * A completed call in which nobody spoke, or a machine did, was no talk; one that has ended but is not confirmed
 * holds no line any more.
 */
export function callState(call: Pick<Call, 'status' | 'duration_seconds' | 'ended_at' | 'is_voicemail'>): State {
  if (call.status === 'in-progress' && call.ended_at !== null) return lineClosed;
  if (call.status !== 'completed') return stateOf(callStates, call.status);
  if (call.is_voicemail) return voicemail;
  return call.duration_seconds === 0 ? noConversation : talked;
}

/** Where calls come from. */
export const callSources = { phone: 'Telephone', internet: 'Internet', unknown: 'Unknown source' } as const;

/** What of the analysis a list of calls may be narrowed to. */
export const leadFilters = { analysed: 'Analysed', qualified: 'Qualified', unqualified: 'Not qualified', needs_review: 'To be reviewed' } as const;

export const qualifications: Record<NonNullable<Lead['qualification_status']>, State> = {
  qualified: state('Qualified', IconCircleCheck, 'green'),
  unqualified: state('Not qualified', IconCircleX, 'gray'),
  needs_review: state('To be reviewed', IconHelpCircle, 'orange'),
};

/** In the order in which a lead goes through them; the last two lie beside the way. */
export const leadStages: Record<NonNullable<Lead['lifecycle_status']>, State> = {
  new: state('New', IconCircleDashed, 'gray'),
  contacted: state('Contacted', IconMessage2, 'iris'),
  qualified: state('Qualified', IconCircleCheck, 'green'),
  proposal: state('Proposal', IconSend, 'iris'),
  negotiation: state('Negotiation', IconRefresh, 'orange'),
  closed_won: state('Won', IconCircleCheck, 'green'),
  closed_lost: state('Lost', IconCircleX, 'gray'),
  nurture: state('Later', IconHourglass, 'grape'),
};

export const queueStates: Record<QueueItem['status'], State> = {
  pending: state('Waiting', IconClock, 'gray'),
  processing: state('On a line', IconPhoneCall, 'iris'),
  completed: state('Reached', IconPhoneCheck, 'green'),
  failed: state('Failed', IconCircleX, 'red'),
  cancelled: state('Cancelled', IconBan, 'gray'),
  busy: state('Busy', IconPhoneOff, 'orange'),
  no_answer: state('No answer', IconPhoneX, 'orange'),
};

// The view computes the phase, so its words are no vocabulary of the catalog.
export const phases: Record<string, State> = {
  reserved: state('Reserved', IconCircleDashed, 'gray'),
  sending: state('Sending', IconSend, 'gray'),
  dialing: state('Dialing', IconPhoneOutgoing, 'gray'),
  ringing: state('Ringing', IconPhoneOutgoing, 'orange'),
  talking: state('Talking', IconMessage2, 'green'),
  closing: state('Closing', IconHourglass, 'gray'),
  checking: state('Checking with provider', IconQuestionMark, 'grape'),
};

export const importStates: Record<ContactImport['status'], State> = {
  uploading: state('Uploading', IconUpload, 'iris'),
  checking: state('Checking', IconLoader2, 'iris'),
  ready: state('Waits for you', IconHourglass, 'orange'),
  merging: state('Merging', IconLoader2, 'iris'),
  done: state('Done', IconCircleCheck, 'green'),
  failed: state('Failed', IconCircleX, 'red'),
  cancelled: state('Cancelled', IconBan, 'gray'),
  undoing: state('Undoing', IconLoader2, 'iris'),
  undone: state('Undone', IconArrowBackUp, 'gray'),
};

export const rejectKinds: Record<ImportReject['kind'], State> = {
  rejected: state('Rejected', IconCircleX, 'red'),
  duplicate_in_file: state('Duplicate', IconCopy, 'orange'),
  suppressed: state('Opted out', IconBan, 'gray'),
};

export const sentiments: Record<NonNullable<Call['sentiment']>, State> = {
  positive: state('Positive', IconMoodHappy, 'green'),
  neutral: state('Neutral', IconMoodEmpty, 'gray'),
  negative: state('Negative', IconMoodSad, 'red'),
  mixed: state('Mixed', IconHelpCircle, 'orange'),
};

// ---- the people of a campaign, in the order of the progress bar
type PeopleColumn = Extract<keyof Campaign, `people_${string}`>;

const peopleLooks: Record<PeopleColumn, { word: string; fill: string; icon: Icon; means: string }> = {
  people_reached: { word: 'reached', fill: 'var(--people-reached)', icon: IconPhoneCheck, means: 'The call was answered, by a person or by a voicemail.' },
  people_not_reached: { word: 'not reached', fill: 'var(--people-not-reached)', icon: IconPhoneX, means: 'All tries are used, or the provider refused the number.' },
  people_on_line: { word: 'on a line', fill: 'var(--people-on-line)', icon: IconPhoneCall, means: 'Being called now.' },
  people_closing: { word: 'closing', fill: 'var(--people-closing)', icon: IconHourglass, means: 'The call has ended and its line is free; the provider has not confirmed the outcome yet.' },
  people_retrying: { word: 'retrying', fill: 'var(--people-retrying)', icon: IconRefresh, means: 'Busy or no answer; will be called again.' },
  people_unresolved: { word: 'unresolved', fill: 'var(--people-unresolved)', icon: IconQuestionMark, means: 'Whether the call was placed, only the provider knows. We ask, and never dial twice.' },
  people_waiting: { word: 'waiting', fill: 'var(--people-waiting)', icon: IconClock, means: 'Not called yet.' },
  people_cancelled: { word: 'cancelled', fill: 'var(--people-cancelled)', icon: IconBan, means: 'Taken out before they were called.' },
};
export const people = (Object.keys(peopleLooks) as PeopleColumn[]).map((column) => ({ column, ...peopleLooks[column] }));

// ---- reasons of "why is nothing dialing?": the sentence is SQL's, only its icon and tint are ours
const waitsForTime = ['scheduled', 'before_hours', 'recipients_closed', 'retry_wait', 'tenant_full', 'system_full', 'direct_first', 'starting', 'finishing'];
const needsSomeone = [
  'system_paused', 'tenant_paused', 'account_inactive', 'paused', 'safety_stop', 'no_credits', 'provider_balance', 'provider_key', 'provider_limit',
  'agent_off', 'agent_missing', 'worker_silent', 'unresolved',
];

export function reasonLook(key: string): { icon: Icon; tint: Tint } {
  if (key === 'dialing') return { icon: IconPhoneCall, tint: 'green' };
  if (key === 'done') return { icon: IconCheck, tint: 'green' };
  if (waitsForTime.includes(key)) return { icon: IconClockPause, tint: 'iris' };
  if (needsSomeone.includes(key)) return { icon: IconAlertTriangle, tint: 'orange' };
  return { icon: IconPencil, tint: 'gray' };
}

/** "call-disconnected" and "line_closed" as words, for what has no entry above. */
export function inWords(key: string): string {
  const words = key.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const sources: Record<string, string> = { dialer: 'Our dialer', provider: 'Answer of the provider', webhook: 'Told by the provider', asked: 'Asked the provider', ledger: 'Credit ledger' };

/** From where a step of a call is known. */
export const sourceWord = (key: string): string => sources[key] ?? inWords(key);

/** The state for a word of the server; one that a newer server sends is shown as it came. */
export const stateOf = (states: Record<string, State>, key: string): State => states[key] ?? state(inWords(key), IconHelpCircle, 'gray');
