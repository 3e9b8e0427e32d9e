// The stage of the tests about accounts elsewhere: a server with simulated providers, and people who go there and back.
import { calendarProviderOf } from '@callgres/api/providers/google-calendar/index';
import { KEYS, simulatedProvider } from '@callgres/api/providers/identity/index';
import { type IdentitySimulator, startIdentitySimulator } from '@callgres/api/providers/identity/simulator/index';
import type { UserIdentityProvider } from '@callgres/shared';
import { randomUUID } from 'node:crypto';
import { Browser, ORIGIN, type Stage, TOKEN_KEY, aStage } from './cast.ts';
import { type Post, aPost } from './post.ts';

export interface Scene {
  simulator: IdentitySimulator;
  stage: Stage;
  post: Post;
  browser: () => Browser;
  count: (text: string, values?: unknown[]) => Promise<number>;
  end: () => Promise<void>;
}

export async function aScene(): Promise<Scene> {
  const simulator = await startIdentitySimulator();
  const stage = await aStage({
    identityProviders: new Map(KEYS.map((key) => [key, simulatedProvider(key, simulator.url, ORIGIN)])),
    calendar: calendarProviderOf({ PUBLIC_URL: ORIGIN, IDENTITY_SIMULATOR_URL: simulator.url, SEALING_KEYS: [{ id: 'k1', key: Buffer.alloc(32, 7) }], TOKEN_KEY, GOOGLE_CLIENT_ID: undefined, GOOGLE_CLIENT_SECRET: undefined }),
  });
  const post = await aPost(stage);
  return {
    simulator, stage, post,
    browser: () => new Browser(stage.url),
    count: async (text, values = []) => (await stage.sql.query<{ n: number }>(`select count(*)::int as n ${text}`, values)).rows[0]?.n ?? -1,
    end: async () => {
      await post[Symbol.asyncDispose]();
      await stage.end();
      await simulator.stop();
    },
  };
}

export const anAddress = (): string => `${randomUUID()}@example.test`;

export interface Person {
  email: string;
  name?: string;
  verified?: boolean;
  /** Lets somebody into the calendar, too. */
  calendar?: boolean;
}

/** What a person says at the provider; the query with which the browser comes back. */
export async function answerAt(url: string, { email, name = 'Ada', verified = true, calendar = false }: Person, answer: 'yes' | 'no' = 'yes'): Promise<string> {
  const body = new URLSearchParams({ email, name, answer, ...(verified && { verified: 'on' }), ...(calendar && { calendar: 'on' }) });
  const sent = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return new URL(sent.headers.get('location') ?? '').search.slice(1);
}

export async function goTo(tab: Browser, provider: UserIdentityProvider, connecting = false): Promise<string> {
  const { url } = await (connecting ? tab.api.identities.beginConnecting : tab.api.identities.begin).mutate({ provider });
  return url;
}
export const comeBack = (tab: Browser, provider: UserIdentityProvider, query: string): Promise<{ connected: boolean }> => tab.api.identities.finish.mutate({ provider, query });

/** The whole way: there, an answer, and back. */
export async function enter(tab: Browser, provider: UserIdentityProvider, person: Person, connecting = false): Promise<{ connected: boolean }> {
  return comeBack(tab, provider, await answerAt(await goTo(tab, provider, connecting), person));
}
export const isIn = (tab: Browser): Promise<boolean> => tab.api.session.me.query().then(() => true, () => false);
