// The whole API: each procedure is one function of schema api (live.events reads one again and again).
import { router } from '../trpc.ts';
import { admin } from './admin.ts';
import { agents } from './agents.ts';
import { analysts } from './analysts.ts';
import { calendar } from './calendar.ts';
import { calls } from './calls.ts';
import { campaigns } from './campaigns.ts';
import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { dashboard } from './dashboard.ts';
import { followUps } from './follow-ups.ts';
import { identities } from './identities.ts';
import { imports } from './imports.ts';
import { leads } from './leads.ts';
import { lines } from './lines.ts';
import { live } from './live.ts';
import { meetings } from './meetings.ts';
import { notifications } from './notifications.ts';
import { numbers } from './numbers.ts';
import { queue } from './queue.ts';
import { session } from './session.ts';

export const appRouter = router({ session, identities, dashboard, agents, contacts, imports, campaigns, queue, lines, calls, leads, followUps, meetings, calendar, customers, notifications, numbers, admin, analysts, live });
export type AppRouter = typeof appRouter;
