// Each invariant finds what it is for: nothing in a tenant's ordinary life, the row that was broken by hand, nothing
// again once it is mended. An invariant without such a case fails here, so none can be blind.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { expectInvariants, invariantNames, violations } from '../support/invariants.ts';
import { aLife } from './a-life.ts';
import type { Case, Step } from './case.ts';
import { dialingCases } from './dialing-cases.ts';
import { recordCases } from './record-cases.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
  await client.query('begin');
  await aLife(client);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => { await client.query('savepoint life'); });
afterEach(async () => { await client.query('rollback to life'); });

async function run(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await client.query(`set local role ${typeof step === 'string' ? 'app_definer' : 'app_owner'}`);
    await client.query(typeof step === 'string' ? step : step.asOwner);
  }
  await client.query('set local role app_definer');
}

const cases: readonly Case[] = [...dialingCases, ...recordCases];

it('finds nothing in a life that only functions of ours have touched', async () => {
  const stages = await client.query<{ n: number }>('select count(distinct a.state)::int as n from public.call_attempts a');
  expect(stages.rows).toEqual([{ n: 3 }]); // the life is not an empty one
  await expectInvariants(client);
});

describe.each([...Map.groupBy(cases, (one) => one.invariant)])('%s', (invariant, ofInvariant) => {
  it.each(ofInvariant.map((one) => [one.title, one] as const))('finds %s, until it is mended', async (_title, broken) => {
    await run(broken.break);
    const key = (await client.query<{ key: string }>(`select ${broken.row.key}::text as key`)).rows[0]?.key;
    expect(key).toBeTruthy();
    const found = (await violations(client)).filter((violation) => violation.invariant === invariant);
    expect(found).toContainEqual({ invariant, object: broken.row.object, key, detail: expect.stringMatching(/./) as string });
    await run(broken.repair);
    await expectInvariants(client);
  });
});

it('has a case for every invariant of the catalog, and no case for another', async () => {
  expect([...new Set(cases.map((one) => one.invariant))].sort()).toEqual(await invariantNames(client));
});

it('has the same three columns in every invariant, and shows none of them to the API', async () => {
  const shape = await client.query(String.raw`
    select string_agg(a.attname || ' ' || a.atttypid::regtype, ', ' order by a.attnum) as columns,
      bool_or(has_table_privilege('app_user', c.oid, 'select') or has_table_privilege('app_worker', c.oid, 'select')) as shown
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind = 'v' and c.relname like 'invariant\_%' group by c.oid`);
  expect(new Set(shape.rows.map((row: { columns: string; shown: boolean }) => `${row.columns}; ${row.shown}`))).toEqual(
    new Set(['object text, key text, detail text; false']),
  );
});

describe('invariants that look at a clock', () => {
  it('judge by the instant they are given', async () => {
    await run(["update public.call_attempts set lease_deadline = '2031-01-01 12:00Z' where state = 'intent'"]);
    const late = async (now: string): Promise<string[]> =>
      (await violations(client, now)).filter((v) => v.invariant === 'invariant_07_late_attempts' && v.detail.startsWith('intent')).map((v) => v.object);
    expect(await late('2031-01-01 12:01:00Z')).toEqual([]);
    expect(await late('2031-01-01 12:01:01Z')).toEqual(['call_attempts']);
  });
});

it('names what a suite has broken when it fails', async () => {
  await run(["update public.users set credits = credits + 1 where name = 'Ada'"]);
  await expect(expectInvariants(client)).rejects.toThrow(/invariant_11_balance_is_ledger: users .*: balance 199, ledger 198/);
});
