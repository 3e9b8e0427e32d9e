import { appRouter } from '@callgres/api';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnAgent, Browser, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent, contacts, told } from './cast.ts';

let stage: Stage;
let ada: Tenant;
let bob: Tenant;
let agent: AnAgent;
let tab: Browser;
let other: Browser;

beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
  bob = await aTenant(stage, { name: 'Bob' });
  agent = await anAgent(stage, ada);
  await contacts(stage, ada, [1, 2, 3].map(aNumber));
  tab = await new Browser(stage.url).signIn(ada);
  other = await new Browser(stage.url).signIn(bob);
});
afterAll(() => stage.end());

const today = new Date().toISOString().slice(0, 10);
const draft = (): Promise<{ id: string }> =>
  tab.api.campaigns.create.mutate({ name: 'Spring', agentId: agent.id, nextAction: 'Book a meeting', firstCallTime: '00:00', lastCallTime: '24:00', startDate: today, campaignTimezone: 'Europe/London', maxRetries: 2 });

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  inputs: unknown[];
  output?: unknown;
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Definition }>).map(([path, { _def }]) => ({ path, definition: _def }));

/** Any procedure by its path, with any input. */
async function ask(browser: Browser, path: string, type: string, input: unknown): Promise<{ status: number; body: string }> {
  const json = JSON.stringify(input) as string | undefined;
  const answer = type === 'mutation'
    ? await browser.fetch(`/trpc/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: json ?? '' })
    : await browser.fetch(`/trpc/${path}${json === undefined ? '' : `?input=${encodeURIComponent(json)}`}`);
  return { status: answer.status, body: await answer.text() };
}

describe('every procedure', () => {
  it('says what it takes and what it gives', () => {
    expect(procedures.length).toBeGreaterThan(25);
    for (const { path, definition } of procedures) {
      expect(definition.inputs.length, `${path} has an input`).toBeGreaterThan(0);
      if (definition.type !== 'subscription') expect(definition.output, `${path} has an output`).toBeDefined();
    }
  });

  it('refuses whoever is not signed in, whatever the input, but for ways to sign in', async () => {
    const nobody = new Browser(stage.url);
    for (const { path, definition } of procedures) {
      if (['session.signIn', 'session.register', 'session.finishRegistration', 'session.forgotPassword', 'session.renew', 'session.resetPassword', 'identities.begin', 'identities.finish', 'identities.providers'].includes(path)) continue;
      for (const input of [undefined, {}, { id: randomUUID() }]) {
        const answer = await ask(nobody, path, definition.type, input);
        expect(answer.status, path).toBe(definition.type === 'subscription' ? 200 : 401); // a stream tells in its first line
        expect(answer.body).toContain('session_required');
      }
    }
  });

  it('refuses a field that it does not know', async () => {
    for (const { path, definition } of procedures) {
      if (definition.type === 'subscription') continue;
      const answer = await ask(tab, path, definition.type, { isAdmin: true });
      expect(answer.status, `${path}: ${answer.body}`).toBe(400);
    }
  });

  it('never fails by a mistake of ours, whatever it is sent', async () => {
    const junk = fc.oneof(
      fc.constantFrom(null, 0, -1, 1e308, '', '\0', '\ud800', ' ', "'; drop table users;--", '__proto__', 'x'.repeat(20_000), [], {}, true, '2026-13-45', '25:00', randomUUID()),
      fc.string(), fc.integer(), fc.array(fc.integer(), { maxLength: 3 }),
    );
    const shapes = procedures.filter(({ definition }) => definition.type !== 'subscription').map(({ path, definition }) => {
      const fields = definition.inputs[0] as { shape?: object; def?: { innerType?: { shape?: object } } };
      return { path, type: definition.type, keys: Object.keys(fields.shape ?? fields.def?.innerType?.shape ?? {}) };
    });
    const requests = fc.constantFrom(...shapes).chain(({ path, type, keys }) => fc.record(Object.fromEntries(keys.map((key) => [key, junk])), { requiredKeys: [] }).map((input) => ({ path, type, input })));
    await fc.assert(fc.asyncProperty(requests, async ({ path, type, input }) => {
      const answer = await ask(path === 'session.signOut' ? new Browser(stage.url) : tab, path, type, input);
      expect(answer.status, `${path} ${JSON.stringify(input).slice(0, 300)}: ${answer.body.slice(0, 300)}`).toBeLessThan(500);
    }), { numRuns: 300 });
  });
});

describe('a campaign', () => {
  it('lives from draft to cancelled', async () => {
    const campaign = await tab.api.campaigns.create.mutate({ name: 'Life', agentId: agent.id, nextAction: 'Talk', firstCallTime: '00:00', lastCallTime: '24:00', startDate: today });
    expect(campaign).toMatchObject({ status: 'draft', agent_name: 'Ava', total_contacts: 0 });
    const campaignId = campaign.id;
    expect(await told(tab.api.campaigns.launch.mutate({ campaignId }))).toMatchObject({ code: 'PRECONDITION_FAILED', key: 'campaign_has_no_people' });
    expect(await tab.api.campaigns.addContacts.mutate({ campaignId })).toBe(3);
    expect(await tab.api.campaigns.addContacts.mutate({ campaignId })).toBe(0);
    expect(await tab.api.campaigns.launch.mutate({ campaignId })).toMatchObject({ status: 'active', people_waiting: 3 });
    expect(await tab.api.campaigns.pause.mutate({ campaignId })).toMatchObject({ status: 'paused' });
    expect((await tab.api.campaigns.reasons.query({ campaignId })).length).toBeGreaterThan(0);
    expect(await tab.api.campaigns.resume.mutate({ campaignId })).toMatchObject({ status: 'active' });
    expect(await tab.api.queue.list.query({ campaignId })).toHaveLength(3);
    expect(await tab.api.campaigns.cancel.mutate({ campaignId })).toMatchObject({ status: 'cancelled' });
    expect(await told(tab.api.campaigns.launch.mutate({ campaignId }))).toMatchObject({ code: 'CONFLICT' });
  });

  it('that is refused says which field, in words, with a request to ask about', async () => {
    const refused = await told(tab.api.campaigns.create.mutate({ name: 'x', agentId: 'no', nextAction: 'x', firstCallTime: '25:00', lastCallTime: '24:00', startDate: today }));
    expect(refused).toMatchObject({ httpStatus: 400, key: 'input_invalid' });
    expect(Object.keys(refused.fieldErrors ?? {}).sort()).toEqual(['agentId', 'firstCallTime']);
    expect(refused.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await told(tab.api.campaigns.create.mutate({ name: 'x', agentId: agent.id, nextAction: 'x', firstCallTime: '09:00', lastCallTime: '17:00', startDate: today, campaignTimezone: 'EST' })))
      .toMatchObject({ httpStatus: 400, key: 'timezone_unknown', hint: expect.stringContaining('Europe/London') as string });
  });

  it('that breaks a rule of its table is refused without a word of SQL', async () => {
    const refused = await told(tab.api.campaigns.create.mutate({ name: 'x', agentId: agent.id, nextAction: 'x', firstCallTime: '09:00', lastCallTime: '17:00', startDate: today, maxRetries: 99 }));
    expect(refused).toMatchObject({ httpStatus: 400 });
    expect(JSON.stringify(refused)).not.toMatch(/constraint|call_campaigns|max_retries/);
  });
});

describe('what belongs to another tenant', () => {
  it('is answered like what does not exist', async () => {
    const { id: campaignId } = await draft();
    await tab.api.campaigns.addContacts.mutate({ campaignId });
    const [contact] = await tab.api.contacts.list.query({});
    const random = randomUUID();
    const calls: ((id: string) => Promise<unknown>)[] = [
      (id) => other.api.campaigns.byId.query({ campaignId: id }),
      (id) => other.api.campaigns.launch.mutate({ campaignId: id }),
      (id) => other.api.campaigns.pause.mutate({ campaignId: id }),
      (id) => other.api.campaigns.cancel.mutate({ campaignId: id }),
      (id) => other.api.campaigns.addContacts.mutate({ campaignId: id }),
      (id) => other.api.campaigns.reasons.query({ campaignId: id }),
      (id) => other.api.calls.byId.query({ callId: id }),
      (id) => other.api.imports.byId.query({ importId: id }),
    ];
    for (const call of calls) {
      const [foreign, none] = [await told(call(campaignId)), await told(call(random))];
      expect({ ...foreign, requestId: null }).toEqual({ ...none, requestId: null });
      expect(foreign.httpStatus).toBe(404);
    }
    expect((await told(other.api.contacts.byId.query({ contactId: contact?.id ?? '' }))).httpStatus).toBe(404);
    expect((await told(other.api.calls.requestDirect.mutate({ contactId: contact?.id ?? '', agentId: agent.id }))).httpStatus).toBe(404);
  });

  it('is in no list', async () => {
    expect(await other.api.campaigns.list.query({})).toEqual([]);
    expect(await other.api.contacts.list.query({})).toEqual([]);
    expect(await other.api.contacts.count.query({})).toBe(0);
    expect(await other.api.agents.list.query()).toEqual([]);
    expect(await other.api.queue.list.query({})).toEqual([]);
    expect(await other.api.calls.list.query({})).toEqual([]);
    expect(await other.api.imports.list.query({})).toEqual([]);
  });
});

describe('reading', () => {
  it('finds people page by page', async () => {
    const first = await tab.api.contacts.list.query({ limit: 2 });
    expect(first).toHaveLength(2);
    const last = first.at(-1);
    const next = await tab.api.contacts.list.query({ limit: 2, afterName: last?.name ?? '', afterId: last?.id ?? '' });
    expect(next).toHaveLength(1);
    expect(await tab.api.contacts.count.query({ search: aNumber(2) })).toBe(1);
  });

  it('cannot write, even if the function it calls tried to', async () => {
    const { asPerson, openPool } = await import('@callgres/api/database');
    const { sql } = await import('@callgres/api/database');
    const pool = await openPool(stage.db.apiUrl, { size: 1 });
    try {
      const attempt = asPerson(pool, tab.cookie.split('=')[1] ?? '', 'read only', (transaction) => transaction.query(sql.unsafe`select api.sign_out()`));
      await expect(attempt).rejects.toMatchObject({ code: '25006' });
    } finally {
      await pool.end();
    }
  });

  it('takes several procedures in one request, and refuses too many', async () => {
    const path = (n: number): string => `/trpc/${Array.from({ length: n }, () => 'session.me').join(',')}?batch=1&input=%7B%7D`;
    expect((await tab.fetch(path(10))).status).toBe(200);
    expect((await tab.fetch(path(11))).status).toBe(400);
  });

  it('does not change anything: a mutation by GET is refused', async () => {
    expect((await tab.fetch('/trpc/session.signOut')).status).toBe(405);
    expect((await tab.api.session.me.query()).id).toBe(ada.id);
  });

  it('refuses an input that is nested too deeply', async () => {
    expect((await ask(tab, 'contacts.list', 'query', JSON.parse('['.repeat(40) + ']'.repeat(40)))).status).toBe(400);
    const body = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await tab.fetch('/trpc/campaigns.create', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(400);
  });
});
