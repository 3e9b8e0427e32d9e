// The whole API: each procedure is one function of schema api (live.events reads one again and again).
import { router } from '../trpc.ts';
import { agents } from './agents.ts';
import { calls } from './calls.ts';
import { campaigns } from './campaigns.ts';
import { contacts } from './contacts.ts';
import { imports } from './imports.ts';
import { lines } from './lines.ts';
import { live } from './live.ts';
import { queue } from './queue.ts';
import { session } from './session.ts';

export const appRouter = router({ session, agents, contacts, imports, campaigns, queue, lines, calls, live });
export type AppRouter = typeof appRouter;
