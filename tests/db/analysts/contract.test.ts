// What analysts may rely on: db/contract/analytics.txt, a line for each column that was ever promised. A column that is gone or has
// another type breaks somebody's report, so it fails here; a new column is promised by a new line (UPDATE_CONTRACT=1 adds it, and takes
// nothing away).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const FILE = fileURLToPath(new URL('../../../db/contract/analytics.txt', import.meta.url));

let db: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.drop();
});

const columns = async (): Promise<string[]> =>
  (await client.query<{ line: string }>(`
    select format('%s.%s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'analytics'::regnamespace and c.relkind = 'v' and a.attnum > 0 and not a.attisdropped
    order by c.relname collate "C", a.attnum`)).rows.map((row) => row.line);
const promised = (): string[] => readFileSync(FILE, 'utf8').trim().split('\n');
const broken = (have: readonly string[]): string[] => promised().filter((line) => !have.includes(line));

it('every column that was promised is there, with its type', async () => {
  expect(broken(await columns())).toEqual([]);
});

it('every column is promised', async () => {
  const have = await columns();
  if (process.env['UPDATE_CONTRACT'] === '1') writeFileSync(FILE, `${[...new Set([...promised(), ...have])].filter(Boolean).sort().join('\n')}\n`);
  expect(have.filter((line) => !promised().includes(line))).toEqual([]);
});

describe('a breach is found', () => {
  it.each([
    ['a view that is gone', 'drop view analytics.fct_meetings cascade', 'fct_meetings.meeting_id uuid'],
    ['a column with another name', 'alter view analytics.fct_calls rename column credits to price', 'fct_calls.credits integer'],
    ['a column of another type', 'drop view analytics.freshness; create view analytics.freshness as select 1 as is_exact', 'freshness.is_exact boolean'],
  ])('%s', async (_what, sql, line) => {
    await client.query(`begin; set local role app_migrator; ${sql}`);
    const found = broken(await columns());
    await client.query('rollback');
    expect(found).toContain(line);
  });
});
