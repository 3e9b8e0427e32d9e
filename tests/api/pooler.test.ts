// Behind PgBouncer in transaction mode many sessions share few connections, and whatever one of them leaves behind the next one finds.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCampaign, anAgent as anAgentOf, aTenant as aTenantWithToken } from '../support/cast.ts';
import { testDatabase } from '../support/database.ts';
import { type Pooler, pgbouncerIsInstalled, startPooler } from '../support/pgbouncer.ts';
import { withClient } from '../support/server.ts';
import { Browser, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent, contacts } from './cast.ts';

const CONNECTIONS = 2;
const TENANTS = 6;
const ROUNDS = 40;

describe.skipIf(!pgbouncerIsInstalled())('behind PgBouncer in transaction mode', () => {
  let pooler: Pooler;
  let stage: Stage;
  let people: { tenant: Tenant; tab: Browser }[];
  beforeAll(async () => {
    const db = await testDatabase();
    pooler = await startPooler([db.apiUrl, db.workerUrl], CONNECTIONS);
    stage = await aStage({ directDatabaseUrl: db.apiUrl, rateLimits: { query: 1e6, mutation: 1e6, address: 1e6 } }, { ...db, apiUrl: pooler.through(db.apiUrl) });
    people = [];
    for (let i = 0; i < TENANTS; i++) {
      const tenant = await aTenant(stage, { name: `Tenant ${String(i)}` });
      await anAgent(stage, tenant);
      await contacts(stage, tenant, [aNumber(i)]);
      people.push({ tenant, tab: await new Browser(stage.url).signIn(tenant) });
    }
  }, 60_000);
  afterAll(async () => {
    // A plain owner may not end the sessions that the pooler keeps.
    await stage.app.close();
    await pooler[Symbol.asyncDispose]();
    await stage.end();
  });
  const pooled = <T extends object>(text: string): Promise<T[]> => withClient(pooler.through(stage.db.apiUrl), async (client) => (await client.query<T>(text)).rows);

  it(`${String(TENANTS)} tenants on ${String(CONNECTIONS)} connections each see and change their own, all at once`, async () => {
    const seen = await Promise.all(people.flatMap(({ tenant, tab }, i) => Array.from({ length: ROUNDS }, async (_, round) => {
      if (round % 8 === 0) await tab.api.contacts.addOptOuts.mutate({ numbers: [aNumber(100 + i)] });
      const [me, list, optOuts] = await Promise.all([tab.api.session.me.query(), tab.api.contacts.list.query({}), tab.api.contacts.optOuts.query({})]);
      return me.id === tenant.id && list.every((one) => one.phone_number === aNumber(i)) && list.length === 1 && optOuts.every((one) => one.phone_number === aNumber(100 + i));
    })));
    expect(seen.filter((good) => !good)).toEqual([]);
    expect(seen).toHaveLength(TENANTS * ROUNDS);
    expect((await stage.sql.query('select 1 from public.do_not_call')).rowCount).toBe(TENANTS);
  });

  it('nothing of a session is left on a connection', async () => {
    await Promise.all(people.map(({ tab }) => tab.api.session.me.query()));
    for (let i = 0; i < 3 * CONNECTIONS; i++)
      expect(await pooled("select current_user::text as who, nullif(current_setting('app.session_token', true), '') as token")).toEqual([{ who: 'app_api', token: null }]);
    await expect(pooled('select * from api.contacts')).rejects.toMatchObject({ code: '42501' });
  });

  it('a live stream comes past it, and the claim takes people through it, within its limits', async () => {
    const [{ tab }] = people as [(typeof people)[number]];
    const abort = new AbortController();
    const stream = await tab.fetch('/trpc/live.events', { headers: { accept: 'text/event-stream' }, signal: abort.signal });
    const heard = (async () => {
      let text = '';
      for await (const chunk of stream.body ?? []) if ((text += Buffer.from(chunk).toString()).includes('"contacts"')) return true;
      return false;
    })();
    await tab.api.contacts.recordConsents.mutate({ kind: 'express', proof: 'form 12', contactId: (await tab.api.contacts.list.query({}))[0]?.id });
    expect(await heard).toBe(true);
    abort.abort();
    const caller = await aTenantWithToken(stage.sql, { limit: 2 });
    await withClient(stage.db.apiUrl, async (api) => aCampaign({ sql: stage.sql, api }, caller, await anAgentOf(stage.sql, caller), { people: 5 }));
    const claims = await Promise.all(Array.from({ length: 6 }, () => withClient(pooler.through(stage.db.workerUrl), (worker) => worker.query('select attempt_id from public.claim_calls($1, 50)', [randomUUID()]))));
    expect(claims.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)).toBe(2);
  });

  it('control: a token that is set for the connection is found by the next who gets it', async () => {
    const found = await withClient(pooler.through(stage.db.apiUrl), async (client) => {
      await client.query("select set_config('app.session_token', 'left behind', false)");
      return Promise.all(Array.from({ length: 4 * CONNECTIONS }, () => pooled<{ token: string | null }>("select current_setting('app.session_token', true) as token")));
    });
    expect(found.flat().filter(({ token }) => token === 'left behind').length).toBeGreaterThan(0);
  });
});
