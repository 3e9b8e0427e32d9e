// What mails about a tenant's business say, from the facts that SQL has looked up (email_facts).
import { z } from 'zod';
import type { Content } from './texts.ts';

const SWITCH = 'Which mail you get, you choose under Settings, Notifications.';

const notification = z.object({ title: z.string(), message: z.string(), link: z.string().nullable() });
const callCompleted = z.object({ who: z.string(), seconds: z.int(), credits: z.int().nullable(), summary: z.string().nullable(), link: z.string() });
const dailySummary = z.object({
  day: z.iso.date(), calls: z.int(), answered: z.int(), seconds: z.int(), qualified: z.int(), credits_used: z.int(), credits_left: z.int(),
  follow_ups_due: z.int(), meetings: z.array(z.string()),
});

const MINUTE = 60;
const talkOf = (seconds: number): string => (seconds < MINUTE ? `${String(seconds)} s` : `${String(Math.round(seconds / MINUTE))} min`);
const dayOf = (date: string): string => new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
const countOf = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;

export const TENANT_CONTENTS = {
  notification: (facts: unknown): Content => {
    const { title, message, link } = notification.parse(facts);
    return { subject: title, say: [message], link: 'Look at it', path: link ?? '/', after: [SWITCH] };
  },
  call_completed: (facts: unknown): Content => {
    const { who, seconds, credits, summary, link } = callCompleted.parse(facts);
    const cost = credits === null ? '' : `, ${countOf(credits, 'credit', 'credits')}`;
    return { subject: `Call with ${who}`, say: [`The call with ${who} is over: ${talkOf(seconds)} of talk${cost}.`, ...(summary === null ? [] : [summary])], link: 'Read the call', path: link, after: [SWITCH] };
  },
  daily_summary: (facts: unknown): Content => {
    const day = dailySummary.parse(facts);
    const called = day.calls === 0 ? 'Nobody was called.'
      : `${countOf(day.calls, 'call', 'calls')}, ${String(day.answered)} answered, ${talkOf(day.seconds)} of talk, ${countOf(day.qualified, 'qualified lead', 'qualified leads')}, ${countOf(day.credits_used, 'credit', 'credits')} used.`;
    return {
      subject: `${dayOf(day.day)}: ${countOf(day.calls, 'call', 'calls')}, ${countOf(day.qualified, 'qualified lead', 'qualified leads')}`,
      say: [
        `${dayOf(day.day)}: ${called}`,
        day.follow_ups_due === 0 ? 'No follow-ups are due today.' : `Due today: ${countOf(day.follow_ups_due, 'follow-up', 'follow-ups')}.`,
        ...(day.meetings.length === 0 ? [] : [`Meetings today: ${day.meetings.join('; ')}.`]),
        `Balance: ${countOf(day.credits_left, 'credit', 'credits')}.`,
      ],
      link: 'Open the dashboard', path: '/', after: [SWITCH],
    };
  },
} satisfies Readonly<Record<string, (facts: unknown) => Content>>;
