// The period of a page of figures: how many days, how many periods back, and with what it is compared; all of it in the address.
import { z } from 'zod';
import { serverNow } from './server-clock.ts';

export const LENGTHS = [7, 30, 90] as const;
export const comparisons = { previous: 'the days before', weekdays: 'the same weekdays before', year: 'a year before' } as const;
export type Comparison = keyof typeof comparisons;

/** Fields of a page's search parameters. */
export const periodSearch = {
  days: z.literal(LENGTHS).optional().catch(undefined),
  back: z.int().min(1).max(100).optional().catch(undefined),
  compare: z.enum(['weekdays', 'year']).optional().catch(undefined),
};

export interface PeriodSearch {
  days?: (typeof LENGTHS)[number] | undefined;
  back?: number | undefined;
  compare?: 'weekdays' | 'year' | undefined;
}

export interface Period {
  /** First and last day, as the database writes days. */
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;

/** The day that it is in a zone, as the database writes days. */
export function todayIn(zone: string, now = serverNow()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** A day so many days later. A day has no zone, so it is reckoned in UTC, where all days are equally long. */
export const addDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The days that the search parameters mean; the last period ends today. */
export function periodOf({ days = 30, back = 0 }: PeriodSearch, zone: string): Period {
  const to = addDays(todayIn(zone), -days * back);
  return { from: addDays(to, 1 - days), to };
}
