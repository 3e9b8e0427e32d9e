// The stage of the tests about calendars: a server, a simulated Google, tenants who have let us in, and the job that works on them.
import { calendarRequest } from '@callgres/api/providers/google-calendar/contract';
import { type CalendarProvider, calendarProviderOf } from '@callgres/api/providers/google-calendar/index';
import type { CalendarRoutes } from '@callgres/api/providers/google-calendar/simulator/routes';
import type { Account } from '@callgres/api/providers/google-calendar/simulator/world';
import { type IdentitySimulator, startIdentitySimulator } from '@callgres/api/providers/identity/simulator/index';
import { seal } from '@callgres/api/sealing';
import { randomBytes, randomUUID } from 'node:crypto';
import { Browser, ORIGIN, type Stage, TOKEN_KEY, type Tenant, aStage, aTenant, contacts } from './cast.ts';
import { runJobs } from './run-jobs.ts';

export const KEYS = [{ id: 'k1', key: randomBytes(32) }];

export interface Connected {
  tenant: Tenant;
  tab: Browser;
  contactId: string;
  accountId: string;
  /** The calendar at the simulated Google. */
  account: Account;
  refreshToken: string;
}

export interface CalendarScene {
  simulator: IdentitySimulator;
  google: CalendarRoutes;
  stage: Stage;
  provider: CalendarProvider;
  /** A tenant whose calendar is connected, by rows; read and told of changes once `sync` has run. */
  connected: () => Promise<Connected>;
  /** Lets the job work until nothing is due. */
  sync: () => Promise<void>;
  /** Everything that waits for a moment is due, and the job works. */
  later: () => Promise<void>;
  /** One worker's work on one calendar, which dies before it can report the answer to the n-th question (counted from 0). */
  dieAt: (n: number) => Promise<void>;
  row: <T extends object>(text: string, values?: unknown[]) => Promise<T>;
  end: () => Promise<void>;
}

export async function aCalendarScene(): Promise<CalendarScene> {
  const simulator = await startIdentitySimulator();
  const config = { GOOGLE_CLIENT_ID: undefined, GOOGLE_CLIENT_SECRET: undefined, IDENTITY_SIMULATOR_URL: simulator.url, SEALING_KEYS: KEYS, TOKEN_KEY, PUBLIC_URL: ORIGIN };
  const stage = await aStage({ calendar: calendarProviderOf(config) });
  const made = calendarProviderOf({ ...config, PUBLIC_URL: stage.url });
  if (made === undefined) throw new Error('there is no calendar provider');
  const provider = { ...made, pauseMs: 0 };
  const google = simulator.calendars;
  const sync = async (): Promise<void> => {
    await google.world.quiet();
    await stage.sql.query("select public.add_job('calendar__sync', '{}', 'calendar__sync')");
    await runJobs(stage.db.workerUrl, { calendar: provider });
  };
  const row = async <T extends object>(text: string, values: unknown[] = []): Promise<T> => (await stage.sql.query<T>(text, values)).rows[0] ?? ({} as T);
  return {
    simulator, google, stage, provider, sync, row,
    connected: async () => {
      const tenant = await aTenant(stage);
      const tab = await new Browser(stage.url).signIn(tenant);
      await contacts(stage, tenant, ['+12015550100']);
      const [{ id: contactId } = { id: '' }] = await tab.api.contacts.list.query({});
      const refreshToken = google.world.letIn(tenant.email);
      const accountId = randomUUID();
      await stage.sql.query(
        `insert into public.provider_accounts (id, user_id, provider, external_id, email, secret_sealed, status, created_at, updated_at)
         values ($1, $2, 'google', $3, $3, $4, 'connected', now(), now())`,
        [accountId, tenant.id, tenant.email, seal(KEYS, { table: 'provider_accounts', column: 'secret_sealed', rowId: accountId }, refreshToken)]);
      await stage.sql.query('insert into public.calendar_sync (account_id, user_id, next_pull_at, next_watch_at, not_before) values ($1, $2, now(), now(), now())', [accountId, tenant.id]);
      return { tenant, tab, contactId, accountId, account: google.world.account(tenant.email), refreshToken };
    },
    later: async () => {
      await stage.sql.query("update public.calendar_sync set not_before = now() - interval '1 second', next_pull_at = now(), lease_until = now() - interval '1 second'");
      await stage.sql.query("update public.calendar_meeting_sync set next_try_at = now() - interval '1 second' where push_state = 'waiting'");
      await sync();
    },
    dieAt: async (n) => {
      const lease = randomUUID();
      const taken = await row<{ account_id?: string }>('select account_id from public.take_calendar_account($1)', [lease]);
      if (taken.account_id === undefined) return;
      const { email } = await row<{ email: string }>('select email from public.provider_accounts where id = $1', [taken.account_id]);
      const open = provider.open(google.world.letIn(email));
      for (let asked = 0; ; asked++) {
        const { request } = await row<{ request: unknown }>('select public.next_calendar_request($1, $2) as request', [taken.account_id, lease]);
        if (request === null) return;
        const answer = await open(calendarRequest.parse(request));
        if (asked === n) return;
        await stage.sql.query('select public.record_calendar_answer($1, $2, $3)', [taken.account_id, lease, JSON.stringify(answer)]);
      }
    },
    end: async () => {
      await google.world.quiet();
      await stage.end();
      await simulator.stop();
    },
  };
}

/** A day in the future, and its time, as the pages send them. */
export const SOON = (() => {
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  return { day, at: (time: string): string => `${day}T${time}:00Z` };
})();
