// Works on calendars about which something is to be done. SQL says what to ask and what the answer means; here it is asked.
import type { JobHelpers } from 'graphile-worker';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type CalendarAnswer, calendarRequest } from '../providers/google-calendar/contract.ts';
import type { CalendarProvider } from '../providers/google-calendar/index.ts';
import { unseal } from '../sealing.ts';
import { type Job, isStopping } from './run-function.ts';

interface Taken {
  account_id: string;
  secret_sealed: string | null;
}

/** So that one calendar with much to do keeps no other waiting for long. */
const MOST_REQUESTS = 200;
const UNREADABLE: CalendarAnswer = { status: 401, reason: 'the stored secret cannot be opened' };

export const task: Job = async (_payload, helpers, { calendar }) => {
  if (calendar === undefined) return 'no calendar can be connected here (GOOGLE_CLIENT_ID)';
  let calendars = 0;
  let requests = 0;
  while (!isStopping(helpers)) {
    const lease = randomUUID();
    const { rows: [taken] } = await helpers.query<Taken>('select account_id, secret_sealed from public.take_calendar_account($1)', [lease]);
    if (taken === undefined) break;
    calendars++;
    requests += await work(taken, lease, calendar, helpers);
  }
  return calendars === 0 ? 'nothing to do' : `${String(calendars)} calendars, ${String(requests)} requests`;
};

async function work({ account_id: id, secret_sealed: sealed }: Taken, lease: string, calendar: CalendarProvider, helpers: JobHelpers): Promise<number> {
  const refreshToken = sealed === null ? null : unseal(calendar.sealingKeys, { table: 'provider_accounts', column: 'secret_sealed', rowId: id }, sealed);
  const open = refreshToken === null ? undefined : calendar.open(refreshToken);
  let requests = 0;
  while (!isStopping(helpers) && requests < MOST_REQUESTS) {
    const { rows } = await helpers.query('select public.next_calendar_request($1, $2) as request', [id, lease]);
    const { request } = z.object({ request: calendarRequest.nullable() }).parse(rows[0]);
    if (request === null) break;
    const answer = open === undefined ? UNREADABLE : await open(request);
    await helpers.query('select public.record_calendar_answer($1, $2, $3)', [id, lease, JSON.stringify(answer)]);
    requests++;
    await sleep(calendar.pauseMs);
  }
  return requests;
}
