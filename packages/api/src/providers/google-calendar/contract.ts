// What SQL asks of a calendar (next_calendar_request) and what it is answered (record_calendar_answer). A client decides nothing.
import { z } from 'zod';

const ofMeeting = { calendar_id: z.string(), meeting_id: z.uuid(), event_id: z.string() };
const event = z.record(z.string(), z.unknown());

export const calendarRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('get'), ...ofMeeting }),
  z.object({ kind: z.literal('insert'), ...ofMeeting, event }),
  z.object({ kind: z.literal('patch'), ...ofMeeting, event, etag: z.string() }),
  z.object({ kind: z.literal('delete'), ...ofMeeting }),
  z.object({ kind: z.literal('list'), calendar_id: z.string(), sync_token: z.string().optional(), page_token: z.string().optional(), time_min: z.string().optional() }),
  z.object({ kind: z.literal('watch'), calendar_id: z.string(), channel_id: z.uuid() }),
  z.object({ kind: z.literal('stop'), calendar_id: z.string(), channel_id: z.uuid(), resource_id: z.string() }),
  z.object({ kind: z.literal('revoke'), calendar_id: z.string() }),
]);
export type CalendarRequest = z.output<typeof calendarRequest>;

export interface CalendarAnswer {
  /** HTTP; null: none came, so nobody knows whether it was done. */
  status: number | null;
  reason?: string;
  message?: string;
  /** Unit: seconds. */
  retry_after?: number;
  body?: unknown;
}

/** Where the provider tells of changes, and the word by which we know that it was told by us to. */
export interface PushAddress {
  address: string;
  tokenOf: (channelId: string) => string;
}
