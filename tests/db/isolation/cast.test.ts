// The cast itself: without a row of both tenants in every table, and a mark in every cell, the other tests of this
// folder would prove nothing.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { BY_TRIGGER, SHARED, TABLES } from './tables.ts';
import { type Cast, OF_ADA, OF_OTHERS, threeTenants } from './three-tenants.ts';

let database: TestDatabase;
let client: pg.Client;
let cast: Cast;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
  cast = await threeTenants(client);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

it('knows every table of our schemas', async () => {
  const found = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'api', 'analytics') and c.relkind in ('r', 'p') order by 1`);
  expect(found.rows.map((row) => row.name)).toEqual([...Object.keys(TABLES), ...SHARED, ...BY_TRIGGER].sort());
});

it('leaves no table with a user_id to the shared ones', async () => {
  const found = await client.query("select attrelid::regclass::text as name from pg_attribute where attrelid = any ($1::regclass[]) and attname = 'user_id'", [SHARED]);
  expect(found.rows).toEqual([]);
});

it.each(Object.keys(TABLES))('has rows of Ada and of Bo in %s, each recognisable as theirs', async (table) => {
  const rows = (await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`)).rows.map((row) => row.row);
  const adas = rows.filter((row) => OF_ADA.test(row));
  const others = rows.filter((row) => OF_OTHERS.test(row));
  expect([2 * adas.length, 3 * adas.length]).toEqual([others.length, rows.length]);
  expect(adas.length).toBeGreaterThanOrEqual(TABLES[table]?.rows ?? 9);
  expect(adas.filter((row) => OF_OTHERS.test(row))).toEqual([]);
});

it('marks every cell that can carry a mark', async () => {
  const bare: string[] = [];
  for (const [table, { row }] of Object.entries(TABLES)) {
    const demanded = Object.keys(row(cast.bo, 1));
    const found = await client.query<{ key: string }>(
      `select distinct e.key from ${table} t, jsonb_each_text(to_jsonb(t)) e
       join pg_attribute a on a.attrelid = $1::regclass and a.attname = e.key and a.attgenerated = ''
       where to_jsonb(t)::text ~ 'qzB' and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
         and e.value !~ 'qzB' and e.key <> all ($2)`,
      [table, demanded],
    );
    bare.push(...found.rows.map((one) => `${table}.${one.key}`));
  }
  expect(bare).toEqual([]);
});
