// What stands first in a tenant's queue, by kind of call, and the place of each: Ada has people in a campaign and two
// direct calls, Bo has a campaign too.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Tenant, aCampaign, aDirectCall, aTenant, anAgent, contacts, one, signedIn } from '../../support/cast.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let sql: pg.Pool;
let api: pg.Pool;
let ada: Tenant;
let bo: Tenant;
let direct: string[];

beforeAll(async () => {
  database = await testDatabase();
  sql = new pg.Pool({ connectionString: database.definerUrl, max: 1 });
  api = new pg.Pool({ connectionString: database.apiUrl, max: 1 });
  ada = await aTenant(sql);
  bo = await aTenant(sql);
  const agent = await anAgent(sql, ada);
  await aCampaign({ sql, api }, ada, agent, { people: 3 });
  await aCampaign({ sql, api }, bo, await anAgent(sql, bo), { people: 2, first: 50 });
  direct = [];
  for (const contact of await contacts(sql, ada, 2, { first: 90 })) direct.push(await aDirectCall({ api }, ada, agent, contact));
});
afterAll(async () => {
  await sql.end();
  await api.end();
  await database.drop();
});

const NEXT = { campaign: 'public.get_next_queued_call', direct: 'public.get_next_direct_call_queued' } as const;

/** The id of the item that stands first, as the tenant is told it. */
const next = (tenant: Tenant, kind: keyof typeof NEXT, of: Tenant = tenant): Promise<string | null> =>
  signedIn(api, tenant, async (as) => (await one<{ id: string | null }>(as, `select q.id from ${NEXT[kind]}($1) q`, [of.id])).id);

const place = async (id: string | null): Promise<number | null> =>
  (await one<{ place: number | null }>(sql, 'select public.get_call_queue_position($1) as place', [id])).place;

const waiting = async (tenant: Tenant, kind: string): Promise<string[]> =>
  (await sql.query<{ id: string }>("select q.id from public.call_queue q where q.user_id = $1 and q.call_type = $2 and q.status = 'pending' order by q.created_at, q.id", [tenant.id, kind])).rows.map((row) => row.id);

describe('the first in the queue', () => {
  it('is the oldest of its kind, direct calls before all of the campaign', async () => {
    const people = await waiting(ada, 'campaign');
    expect(await next(ada, 'direct')).toBe(direct[0]);
    expect(await next(ada, 'campaign')).toBe(people[0]);
    expect(await Promise.all([...direct, ...people].map(place))).toEqual([1, 2, 3, 4, 5]);
  });

  it('is the one of higher priority, else the one whose time comes first', async () => {
    const [first = '', second = '', third = ''] = await waiting(ada, 'campaign');
    await sql.query('update public.call_queue set priority = priority + 1 where id = $1', [third]);
    await sql.query("update public.call_queue set scheduled_for = now() - interval '1 minute' where id = $1", [first]);
    expect(await next(ada, 'campaign')).toBe(third);
    expect(await Promise.all([third, second, first].map(place))).toEqual([3, 4, 5]);
  });

  it('is not taken by looking, and is nobody when nobody waits', async () => {
    const first = await next(bo, 'campaign');
    expect(await next(bo, 'campaign')).toBe(first);
    expect(await next(bo, 'direct')).toBeNull();
    await sql.query("update public.call_queue set status = 'cancelled' where user_id = $1", [bo.id]);
    expect(await next(bo, 'campaign')).toBeNull();
    expect(await place(first)).toBeNull();
  });

  it('of another tenant is nobody', async () => {
    expect(await next(bo, 'campaign', ada)).toBeNull();
    expect(await next(bo, 'direct', ada)).toBeNull();
  });
});
