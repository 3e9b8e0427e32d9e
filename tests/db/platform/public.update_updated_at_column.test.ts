// updated_at is the time of the transaction that changed the row, whatever the statement says.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

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

test('an update stamps the row and a written time does not stay', async () => {
  await client.query('begin');
  await client.query("insert into public.users (id, email, name, credits) values (gen_random_uuid(), 'ada@test.example', 'Ada', 0)");
  await client.query(`
    insert into public.contacts (user_id, name, phone_number, updated_at)
    select u.id, 'Bo', '+15550100001', '2001-01-01' from public.users u where u.email = 'ada@test.example'`);
  const before = await client.query('select c.updated_at = now() as stamped from public.contacts c');
  await client.query("update public.contacts c set name = 'Bob', updated_at = '2002-02-02'");
  const after = await client.query('select c.updated_at = now() as stamped from public.contacts c');
  await client.query('rollback');
  expect([before.rows, after.rows]).toEqual([[{ stamped: false }], [{ stamped: true }]]);
});
