// A typed client in thirty lines: signs in, pages through calls, and tells errors apart by their keys.
// CALLGRES_URL, CALLGRES_ORIGIN (the address in the browser, when it is another), CALLGRES_EMAIL, CALLGRES_PASSWORD; the types come from the server, nothing is written twice.
import type { AppRouter } from '@callgres/api';
import { TRPCClientError, createTRPCClient, httpLink } from '@trpc/client';

const { CALLGRES_URL = 'http://localhost:3000', CALLGRES_ORIGIN = new URL(CALLGRES_URL).origin, CALLGRES_EMAIL = '', CALLGRES_PASSWORD = '' } = process.env;

let cookie = '';
const client = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: `${CALLGRES_URL}/trpc`,
      fetch: async (url, init) => {
        const answer = await fetch(url as string | URL, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie, origin: CALLGRES_ORIGIN, 'x-callgres': '1' } } as RequestInit);
        cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
        return answer;
      },
    }),
  ],
});

await client.session.signIn.mutate({ email: CALLGRES_EMAIL, password: CALLGRES_PASSWORD });
const me = await client.session.me.query();
const campaigns = await client.campaigns.list.query({});
console.log(JSON.stringify({ name: me.name, campaigns: campaigns.map(({ name, status }) => `${name}: ${status}`) }));
try {
  await client.campaigns.launch.mutate({ campaignId: '00000000-0000-4000-8000-000000000000' });
} catch (error) {
  if (!(error instanceof TRPCClientError)) throw error;
  const { key, hint } = (error as TRPCClientError<AppRouter>).data ?? {};
  console.log(JSON.stringify({ key, hint })); // campaign_not_found
}
await client.session.signOut.mutate({});
