// The beginning and the end of an account. Cast: two tenants with rows in every table; Ada's account is deleted the
// only way there is, by the owner of the tables, who switches forced row security off for the transaction.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { TABLES } from '../isolation/tables.ts';
import { type Cast, threeTenants } from '../isolation/three-tenants.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => { await client.query('begin'); });
afterEach(async () => { await client.query('rollback'); });

describe('a new account', () => {
  it('has its first credits in the ledger, and its place in the ring', async () => {
    await client.query("insert into public.users (email, name, credits) values ('ada@test.example', 'Ada', 15), ('bo@test.example', 'Bo', 40)");
    const ledger = await client.query('select u.name, t.amount, t.type, t.balance_after from public.credit_transactions t join public.users u on u.id = t.user_id order by u.name');
    expect(ledger.rows).toEqual([
      { name: 'Ada', amount: 15, type: 'adjustment', balance_after: 15 },
      { name: 'Bo', amount: 40, type: 'adjustment', balance_after: 40 },
    ]);
    expect((await client.query('select d.weight, d.ready from public.tenant_dispatch d')).rows).toEqual([{ weight: 1, ready: false }, { weight: 1, ready: false }]);
    await expectInvariants(client);
  });

  it('without credits has no entry, for an entry of 0 would say nothing', async () => {
    await client.query("insert into public.users (email, name, credits) values ('ada@test.example', 'Ada', 0)");
    expect((await client.query('select from public.credit_transactions')).rowCount).toBe(0);
    await expectInvariants(client);
  });

  it('gets the credits of the default when nobody says otherwise', async () => {
    await client.query("insert into public.users (email, name) values ('ada@test.example', 'Ada')");
    expect((await client.query('select t.amount from public.credit_transactions t')).rows).toEqual([{ amount: 15 }]);
  });
});

describe('deleting an account', () => {
  let cast: Cast;
  beforeEach(async () => { cast = await threeTenants(client); });

  const remove = async (): Promise<void> => {
    await client.query('set local role app_owner; alter table public.users no force row level security');
    const gone = await client.query('delete from public.users where id = $1', [cast.ada.userId]);
    expect(gone.rowCount).toBe(1);
    await client.query('alter table public.users force row level security; set local role app_definer');
  };

  const left = async (pattern: string): Promise<Record<string, number>> => {
    const parts = [...Object.keys(TABLES), 'public.tenant_dispatch'].map((table) => `select '${table}' as name, count(*)::int as n from ${table} t where to_jsonb(t)::text ~ '${pattern}'`);
    const counted = await client.query<{ name: string; n: number }>(`select * from (${parts.join(' union all ')}) x where n > 0`);
    return Object.fromEntries(counted.rows.map((row) => [row.name, row.n]));
  };

  it('takes everything of it along, campaigns that hold their agents included', async () => {
    expect((await client.query('select from public.call_campaigns c where c.user_id = $1', [cast.ada.userId])).rowCount).toBe(2);
    await remove();
    expect(await left('qzA|aaaaaaaa-')).toEqual({
      // Logs that belong to no tenant, and are pruned by their age.
      'public.login_attempts': 2,
      'public.failure_logs': 2,
      // Without a key, for the sake of speed: live events and notes of days (the deletion itself makes some) and an
      // upload's working set go within minutes, the notes with the next refresh of the summary.
      'public.ui_events': expect.any(Number) as number,
      'public.kpi_notes': expect.any(Number) as number,
      'public.contact_import_numbers': 2,
      'api.contact_import_rows': 2,
    });
    expect((await client.query("select f.user_id from public.failure_logs f where f.error_message ~ 'qzA'")).rows).toEqual([{ user_id: null }, { user_id: null }]);
  });

  it('leaves the other tenant as it was', async () => {
    const before = await left('qzB|bbbbbbbb-');
    await remove();
    expect(await left('qzB|bbbbbbbb-')).toEqual(before);
  });

  it('is refused to everybody who works at run time', async () => {
    await client.query('savepoint s');
    await expect(client.query('delete from public.users')).rejects.toMatchObject({ code: '42501' });
    await client.query('rollback to s; set local role app_owner');
    expect((await client.query('delete from public.users')).rowCount).toBe(0); // the owner sees nobody
  });

  it('is not stopped by campaigns, which stop the deletion of an agent that they need', async () => {
    await client.query('savepoint s');
    const refusal = { constraint: 'call_campaigns_agent_id_fkey' }; // 23503, from version 18 on 23001
    await expect(client.query('delete from public.agents where user_id = $1', [cast.ada.userId])).rejects.toMatchObject(refusal);
    await client.query('rollback to s');
    await remove();
  });
});
