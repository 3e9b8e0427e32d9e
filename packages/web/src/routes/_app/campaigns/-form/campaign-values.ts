// What the form holds. It checks only that a field is filled in; what is allowed, the table's constraints say.
import { z } from 'zod';
import type { Inputs } from '../../../../app/rows.ts';

const needed = (words: string) => z.string().trim().min(1, words);

export const campaignSchema = z.object({
  name: needed('Give it a name that you will recognise in a list.'),
  nextAction: needed('Say what a good call ends with.'),
  description: z.string(),
  agentId: needed('Choose the agent who calls.'),
  firstCallTime: needed('When may the first call of a day start?'),
  lastCallTime: needed('When must the last call of a day have started?'),
  campaignTimezone: needed('Choose the time zone of these hours.'),
  startDate: needed('Choose the first day.'),
  endDate: z.string(),
  maxRetries: z.union([z.number(), z.string()]),
  retryIntervalMinutes: z.union([z.number(), z.string()]),
});

export type CampaignValues = z.infer<typeof campaignSchema>;

/** @param zone IANA name; the first day proposed is today there. */
export function emptyCampaign(zone: string, now: Date): CampaignValues {
  // Canadian English writes days as the database does.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
  return {
    name: '',
    nextAction: '',
    description: '',
    agentId: '',
    firstCallTime: '09:00',
    lastCallTime: '18:00',
    campaignTimezone: zone,
    startDate: today,
    endDate: '',
    maxRetries: 2,
    retryIntervalMinutes: 60,
  };
}

/** Days and times go as the plain text of their fields: they have no zone, and no Date may give them one. */
export function asInput(values: CampaignValues): Inputs['campaigns']['create'] {
  return {
    name: values.name.trim(),
    nextAction: values.nextAction.trim(),
    agentId: values.agentId,
    firstCallTime: values.firstCallTime,
    lastCallTime: values.lastCallTime,
    campaignTimezone: values.campaignTimezone,
    startDate: values.startDate,
    maxRetries: Number(values.maxRetries),
    retryIntervalMinutes: Number(values.retryIntervalMinutes),
    ...(values.endDate !== '' && { endDate: values.endDate }),
    ...(values.description.trim() !== '' && { description: values.description.trim() }),
  };
}
